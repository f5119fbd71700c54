import { showCase } from '../../src/answers/case-views.js';
import { currentStep } from '../../src/case/case.js';
import type { CaseStore, Delivery } from '../../src/delivery/ports.js';
import { unreachedIn } from '../../src/delivery/reachability.js';
import { textOf } from '../bot/cards.js';
import { type Actor, buttonsOf, cardOf } from './people.js';
import type { BotProcess } from './process.js';
import type { FakeTeams } from './teams.js';
import type { Watch } from './watch.js';

/** Buttons that only show something, or that live on beside the steps. */
const HARMLESS = new Set(['refresh', 'overview', 'remindNow', 'exportCase', 'start', 'help']);

/** What stands when nothing is on its way: every message has an end, who was not reached is shown, old cards are settled. */
export async function checkStanding(
  bot: BotProcess,
  store: CaseStore,
  teams: FakeTeams,
  actors: readonly Actor[],
  watch: Watch,
): Promise<void> {
  for (const caseId of watch.cases.keys()) {
    const record = await store.read(caseId);
    const theCase = watch.cases.get(caseId);
    if (!record || !theCase) continue;
    const ledger = [...(watch.ledgers.get(caseId)?.values() ?? [])];
    for (const { key, state, effect } of ledger)
      if (state === 'pending' || state === 'inFlight')
        watch.note('a delivery without an end', `${caseId}/${key} ${effect.kind} ${state}`);
    // What the store had forgotten when somebody came back was not tried again, only what was newer.
    const passed = ({ key, effect, at }: Delivery) =>
      'to' in effect && watch.cameBackAfter(effect.to, at) && !record.deliveries.some((one) => one.key === key);
    const real = unreachedIn(ledger.filter((one) => !passed(one))).map(({ person }) => person);
    const kept = unreachedIn(record.deliveries).map(({ person }) => person.id);
    const asker = actors.find(({ person }) => person.id === theCase.coordinator.id);
    const answer =
      asker && (await showCase({ services: bot.services, sender: asker.sender(), language: 'da' }, theCase, 'status'));
    const status = answer && 'card' in answer ? textOf(answer.card) : '';
    for (const person of real) {
      watch.count('people not reached');
      if (!kept.includes(person.id)) watch.note('an undelivered message is forgotten', `${caseId} ${person.name}`);
      else if (theCase.status === 'open' && !status.includes(person.name))
        watch.note('an undelivered message is not shown', `${caseId} ${person.name}`);
    }
  }
  const unsettled = (caseId: string, to: string) =>
    [...(watch.ledgers.get(caseId)?.values() ?? [])].some(
      ({ effect, state }) => 'to' in effect && effect.to.id === to && state === 'undelivered',
    );
  for (const message of teams.messages.values()) {
    const { outgoing, known } = message;
    if (!outgoing || !known || outgoing.alsoAbout || !('to' in outgoing.effect)) continue;
    const { kind, to } = outgoing.effect;
    if (kind !== 'request' && kind !== 'reminder' && kind !== 'escalation') continue;
    const theCase = watch.cases.get(outgoing.case.id);
    const record = await store.read(outgoing.case.id);
    const live = record?.messages[`personal:${to.id}`]?.activityId === message.id;
    const state = watch.ledgers.get(outgoing.case.id)?.get(outgoing.key.slice(outgoing.case.id.length + 1))?.state;
    if (!theCase || (live && currentStep(theCase) !== undefined) || state !== 'sent' || unsettled(theCase.id, to.id))
      continue;
    const acts = buttonsOf(cardOf(message)).filter(({ verb }) => !HARMLESS.has(String(verb)));
    watch.count('settled cards looked at');
    if (acts.length > 0) watch.note('a live button on a settled card', `${outgoing.key} ${kind} ${acts[0]?.verb}`);
  }
}
