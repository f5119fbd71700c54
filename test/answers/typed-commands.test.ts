import { expect, test } from 'vitest';
import { titleOfAct } from '../../src/answers/statement-cards.js';
import { readTyped } from '../../src/answers/typed-commands.js';
import model from '../../src/ask/model.json' with { type: 'json' };
import type { StatementTopic } from '../../src/ask/statements.js';

/** The card that an act's button shows, where it is not the card of a statement. */
const SHOWN: Partial<Record<StatementTopic, string>> = {
  ...{ adviserIs: 'askForOfficer', officerLeft: 'replaceOfficer', payerIs: 'replacePayer', followUp: 'followUp' },
  ...{ agreementForm: 'agreementForm', returnDocument: 'returnDocument', returned: 'returned' },
  ...{ left: 'handOver', handOver: 'handOver', absence: 'substitute', snooze: 'snooze', klikOther: 'klikByAnother' },
  ...{ goLive: 'moveGoLive', correct: 'correct', cancel: 'cancel', reopen: 'reopen', done: 'personal' },
};

test.each(['da', 'en'] as const)('the title an act is offered by opens that act and no other: %s', (language) => {
  const said = model.intents.filter((intent) => intent.startsWith('say:') && intent !== 'say:notYet');
  expect(said.length).toBeGreaterThan(25);
  for (const about of said.map((intent) => intent.slice('say:'.length) as StatementTopic)) {
    const view = SHOWN[about];
    const opens = view ? { kind: 'show', view } : { kind: 'state', about };
    expect([about, readTyped(titleOfAct(about, language))]).toEqual([about, opens]);
  }
});
