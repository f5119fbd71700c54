// The bot without Teams: the built store, command handler, sender and ticker behind a small HTTP server, so that it starts in a third of a
// second and can be killed two hundred times. Its argument: the settings as JSON.
import fs from 'node:fs/promises';
import http from 'node:http';

const settings = JSON.parse(process.argv[2]);
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url));

const [store, handler, tick, sender, calendar, schema, disks, reminderRules] = await Promise.all(
  [
    'store/lowdb/case-store.js',
    'delivery/command-handler.js',
    'delivery/tick.js',
    'delivery/sender.js',
    'task/calendar.js',
    'task/schema.js',
    'store/lowdb/disk.js',
    'case/reminders.js',
  ].map(built),
);

const task = schema.parseTask(JSON.parse(await fs.readFile(settings.task, 'utf8')), settings.task);
const world = { task, calendar: calendar.danishCalendar(task.reminders.freeByCustom) };
const begun = Date.now();
/** Days pass in a fraction of a second. */
const clock = {
  now: () => new Date(Date.parse(settings.clock) + (Date.now() - begun) * settings.speed).toISOString(),
};
const agent = new http.Agent({ keepAlive: true });

/** Writes over the case file itself, in two halves: what the temporary file and the rename are there to prevent. */
const { nodeDisk } = disks;
const inPlace = {
  ...nodeDisk,
  async create(path) {
    const whole = await nodeDisk.create(path.replace(/\.tmp$/, ''));
    return {
      async writeFile(all) {
        await whole.write(all.slice(0, all.length / 2));
        await new Promise((resolve) => setTimeout(resolve, 2));
        await whole.write(all.slice(all.length / 2));
      },
      sync: () => whole.sync(),
      close: () => whole.close(),
    };
  },
  rename: async () => undefined,
};

const cases = await store.openLowdbCaseStore(settings.folder, {
  nextReminderOf: (theCase) => reminderRules.nextReminderOf(theCase, world),
  ...(settings.without === 'rename' && { disk: inPlace }),
});
const onError = (error) => process.stderr.write(`${error}\n`);
const commands = new handler.CommandHandler(cases, world, (after) => outbox.caseChanged(after));
const lease = { held: true, onChange: (listener) => listener(true) };
const outbox = new sender.Sender({
  ...{ store: cases, world, clock, lease, onError },
  messenger: { send },
  jitter: Math.random,
});
const reminders = new tick.ReminderTick({
  ...{ store: cases, commands, world, onError },
  onReminded: (caseId, tenant) => outbox.wake(caseId, tenant),
});

/** Edits the case card, writes everything else anew, as the door to Teams does. */
async function send({ key: whole, effect, case: theCase, event, beforeSend, messages }) {
  const key = whole.slice(theCase.id.length + 1);
  const edit = effect.kind === 'caseCard' && messages.caseCard !== undefined;
  const kind = edit ? 'edit' : 'new';
  const say = () => post({ key, caseId: theCase.id, kind, effect: effect.kind, to: effect.to?.id, at: event?.at });
  if (!edit && settings.without === 'inFlight') {
    await say();
    await beforeSend();
  } else {
    if (!edit && !(await beforeSend())) return { kind: 'stale' };
    await say();
  }
  const message = { conversationId: theCase.id, activityId: key };
  return { kind: 'sent', message, slots: effect.kind === 'caseCard' ? { caseCard: message } : {} };
}

function post(body) {
  return new Promise((resolve, reject) => {
    const request = http.request(settings.connector, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}

async function answer({ caseId, command, by }) {
  if (command.type === 'drain') {
    await running?.stop();
    await outbox.drained();
    await outbox.stop();
    await cases.close();
    return { status: 200 };
  }
  const asked = { by, guest: false, at: clock.now() };
  const handled = await commands.handle(command, caseId, asked);
  if (handled.events.length === 0) return { status: 409 };
  return { status: 200, after: () => outbox.wake(caseId, by.tenant, 'press') };
}

const server = http.createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const press = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (settings.without === 'await' && press.command.type !== 'drain') response.writeHead(200).end();
  const { status, after } = await answer(press).catch((error) => {
    process.stderr.write(`${error}\n`);
    return { status: 500 };
  });
  if (after) response.once('close', after);
  if (!response.headersSent) response.writeHead(status).end();
});

let running;
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
outbox.start();
running = tick.startTicker(
  settings.tickSeconds,
  () => reminders.run(clock.now()),
  (error) => process.stderr.write(`${error}\n`),
);
process.stdout.write(`${JSON.stringify({ port: server.address().port, setAside: cases.setAside() })}\n`);
