import { describe, expect, test } from 'vitest';
import { QuestionSearch } from '../../src/ask/search.js';
import { Understanding, type Understood } from '../../src/ask/understand.js';
import sa09 from '../../src/task/sa09-nemkonto.json' with { type: 'json' };
import { parseTask } from '../../src/task/schema.js';
import { HELD_OUT } from './utterances-held-out.js';
import { ASKED, FIRST, type Outcome, TODAY, type Utterance } from './utterances.js';

const task = parseTask(sa09, 'sa09-nemkonto.json');
const understanding = new Understanding(task.questions);
const search = new QuestionSearch(task.questions);

/** What was made of a text, in the words of the list. */
function outcomeOf(understood: Understood): string {
  switch (understood.kind) {
    case 'task':
      return `task:${Object.entries(ASKED).find(([, ask]) => ask === understood.question.ask.da)?.[0]}`;
    case 'case':
      return `case:${understood.about}`;
    case 'said':
      return `said:${understood.statements[0].about}`;
    case 'talk':
      return `talk:${understood.talk}`;
    default:
      return understood.kind;
  }
}

function measure(list: readonly Utterance[]) {
  const wrong: string[] = [];
  let [answered, right, wanted] = [0, 0, 0];
  for (const [text, expected, values] of list) {
    const understood = understanding.of(text, TODAY);
    const outcome = outcomeOf(understood) as Outcome;
    const said = understood.kind === 'said' ? understood.statements[0].values : undefined;
    const good = outcome === expected && (values === undefined || JSON.stringify(said) === JSON.stringify(values));
    if (expected !== 'nothing') wanted++;
    if (outcome !== 'nothing') answered++;
    if (good && expected !== 'nothing') right++;
    if (!good)
      wrong.push(
        `${text} -> ${outcome} ${said ? JSON.stringify(said) : ''} (${expected}) ${search.best(text)?.score.toFixed(2)}`,
      );
  }
  return { precision: right / answered, recall: right / wanted, wrong };
}

describe('x', () => {
  test('first', () => {
    const { precision, recall, wrong } = measure([...HELD_OUT]);
    process.stdout.write(`${wrong.join('\n')}\n${precision} ${recall}\n`);
    expect(precision).toBeGreaterThan(0.5);
  });
});
