import { expect, test } from 'vitest';
import { Simulation } from '../simulation/simulate.js';

/** Half of the 200 cases that live side by side: vitest runs the halves in a thread each. */
const CASES = 100;
const PEOPLE = 20;
/** Every act of the contract that a person can press, and looking. */
const VERBS = [
  ...['openCase', 'nameOfficer', 'askForOfficer', 'acceptOfficer', 'declineOfficer', 'giveAgreementNumber'],
  ...['confirmWebForm', 'confirmSignature', 'refuseSignature', 'confirmDispatch', 'markInKlik', 'confirmReceipt'],
  ...['registerInvoice', 'confirmPayment', 'correctStep', 'handOver', 'replaceOfficer', 'replacePayer', 'snooze'],
  ...['nameSubstitute', 'moveGoLive', 'remindNow', 'cancelCase', 'reopenCase', 'keepSignedCopy', 'refresh'],
];
/** What must have happened for the run to have shown anything. */
const HAPPENED = ['combined reminders', 'restarts', 'outages', 'storms', 'rooms deleted', 'shut out', 'uninstalled'];

/** Two years of one half; SIMULATION_SEED chooses the run, and each half makes another seed of it. */
export function twoYears(half: 'first' | 'second'): void {
  test(`the ${half} ${CASES} cases, two years, people, faults and restarts: no rule of reminders is broken`, () =>
    live(half));
}

async function live(half: string): Promise<void> {
  const chosen = Number(process.env.SIMULATION_SEED ?? Date.now() % 1_000_000);
  const seed = half === 'first' ? chosen : chosen + 1_000_000;
  const simulation = new Simulation({ seed, cases: CASES, days: 730, people: PEOPLE });
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await simulation.run();
  const { wrong, counts } = simulation.watch;
  const processor = process.cpuUsage(before);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  process.stdout.write(
    `SIMULATION_SEED=${chosen}, the ${half} half: ${seconds(performance.now() - begun)}, processor ${seconds((processor.user + processor.system) / 1_000)}, ` +
      `${JSON.stringify(Object.fromEntries([...counts].sort()))}\n`,
  );
  expect(wrong.slice(0, 10), `SIMULATION_SEED=${chosen}`).toEqual([]);
  expect(counts.get('CaseOpened')).toBeGreaterThan(CASES * 0.9);
  for (const what of [...VERBS.map((verb) => `pressed ${verb}`), ...HAPPENED])
    expect([what, counts.get(what) ?? 0]).not.toEqual([what, 0]);
}
