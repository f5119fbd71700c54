// The bot without Teams: the built store, flow, ledger and ticker behind a small door, so that it starts in a third of a
// second and can be killed two hundred times. Arguments: the folder of the built bot, and the settings as JSON.
import fs from 'node:fs/promises';
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const [build, text] = process.argv.slice(2);
const settings = JSON.parse(text);
const built = (path) => import(new URL(path, pathToFileURL(`${build}/`)));

const [store, flow, tick, waiting, deliver, calendar, ticker, schema, disks, worlds] = await Promise.all(
  [
    'store/lowdb.js',
    'delivery/flow.js',
    'delivery/tick.js',
    'delivery/waitlist.js',
    'delivery/deliver.js',
    'task/calendar.js',
    'delivery/ticker.js',
    'task/schema.js',
    'store/disk.js',
    'world.js',
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
      ...whole,
      async write(all) {
        await whole.write(all.slice(0, all.length / 2));
        await new Promise((resolve) => setTimeout(resolve, 2));
        await whole.write(all.slice(all.length / 2));
      },
    };
  },
  async append(path, more) {
    const before = await nodeDisk.read(path);
    const file = await inPlace.create(path);
    await file.write(before + more);
    await file.close();
  },
  rename: async () => undefined,
};

const waitlist = new waiting.LocalWaitlist();
const reminders = new tick.Reminders(world, (caseId, tenant) => deliveries.wake(caseId, tenant), waitlist);
const cases = await store.openLowdbCaseStore(settings.folder, {
  deriving: worlds.derivingFrom(world),
  onDue: (entry, due) => waitlist.put(entry, () => due),
  ...(settings.without === 'rename' && { disk: inPlace }),
});
const path = new flow.Flow(cases, world, (after) => reminders.note(after));
const deliveries = new deliver.Deliveries({
  store: cases,
  flow: path,
  messenger: { perform },
  clock,
  jitter: Math.random,
  onError: (error) => process.stderr.write(`${error}\n`),
});

/** Edits the case card, writes everything else anew, as the door to Teams does. */
async function perform({ key: whole, effect, case: of, event, leaving, messages }) {
  const key = whole.slice(of.id.length + 1);
  const edit = effect.kind === 'caseCard' && messages.caseCard !== undefined;
  const kind = edit ? 'edit' : 'new';
  const say = () => post({ key, caseId: of.id, kind, effect: effect.kind, to: effect.to?.id, at: event?.at });
  if (!edit && settings.without === 'inFlight') {
    await say();
    await leaving();
  } else {
    if (!edit && !(await leaving())) return { kind: 'stale' };
    await say();
  }
  const place = { conversationId: of.id, activityId: key };
  return { kind: 'sent', place, slots: effect.kind === 'caseCard' ? { home: place } : {} };
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
    await deliveries.drained();
    // The files lag behind by what may be repeated, until the end.
    await cases.close();
    return { status: 200 };
  }
  const asked = { by, guest: false, at: clock.now() };
  const handled = await path.handle(command, caseId, asked);
  if (handled.events.length === 0) return { status: 409 };
  return { status: 200, after: () => deliveries.wake(caseId, by.tenant, true) };
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
await reminders.rebuild(cases, path);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
await deliveries.resume();
running = ticker.startTicker(
  settings.tickSeconds,
  () => reminders.tick(clock.now(), path),
  (error) => process.stderr.write(`${error}\n`),
);
process.stdout.write(`${JSON.stringify({ port: server.address().port, setAside: cases.setAside() })}\n`);
