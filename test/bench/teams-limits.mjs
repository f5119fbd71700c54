// Teams' connector in a process of its own: it counts every message and refuses what comes faster than Teams allows.
import http from 'node:http';

const CONVERSATION = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
const TENANT = [[50, 1_000]];
const arrivals = new Map();
const sends = new Map();
/** The tenant of each conversation. */
const tenants = new Map();
const counts = { requests: 0, refused: 0 };
const times = [];
let sent = 0;

/** True when one more request now would be too many of this key. */
function tooMany(key, limits, now) {
  const known = arrivals.get(key) ?? [];
  return limits.some(([count, perMs]) => known.length >= count && known[known.length - count] > now - perMs);
}

function count(key, limits, now) {
  const known = arrivals.get(key) ?? [];
  known.push(now);
  if (known.length > limits.at(-1)[0]) known.shift();
  arrivals.set(key, known);
}

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const server = http.createServer((request, response) => {
  if (request.url === '/counts') return answer(response, 200, { ...counts, sent, now: performance.now() });
  if (request.url === '/stats') {
    return answer(response, 200, { ...counts, times, sends: Object.fromEntries(sends) });
  }
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const now = performance.now();
    const [, conversation = ''] = /\/v3\/conversations\/([^/]+)\/activities/.exec(request.url) ?? [];
    if (conversation === '') return answer(response, 404, { error: { code: 'NotFound' } });
    const body = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString('utf8')) : {};
    // A removal has no body: its conversation has told its tenant before.
    const tenant = body.conversation?.tenantId ?? tenants.get(conversation) ?? '';
    tenants.set(conversation, tenant);
    counts.requests += 1;
    times.push(Math.round(now));
    if (tooMany(conversation, CONVERSATION, now) || tooMany(tenant, TENANT, now)) {
      counts.refused += 1;
      return answer(response, 429, { error: { code: 'TooManyRequests' } }, { 'Retry-After': '1' });
    }
    count(conversation, CONVERSATION, now);
    count(tenant, TENANT, now);
    if (request.method === 'DELETE') return response.writeHead(200).end();
    if (request.method !== 'POST') return answer(response, 200, { id: 'edited' });
    const chat = decodeURIComponent(conversation);
    sends.set(chat, (sends.get(chat) ?? 0) + 1);
    sent += 1;
    answer(response, 201, { id: `sent-${sent}` });
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
