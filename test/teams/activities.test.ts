import { expect, test } from 'vitest';
import { readActivity } from '../../src/teams/activities.js';
import { anActivity } from './activities.js';

const odd = { toString: 1, valueOf: null };
const activity = (more: object) => ({ ...anActivity('http://127.0.0.1:1'), ...more }) as never;

test('given texts of another type, even some that cannot become one, then they count as missing', () => {
  const from = { id: '29:1', aadObjectId: '11111111-1111-4111-8111-111111111111', name: odd };
  expect(readActivity(activity({ type: 'installationUpdate', action: odd, from }))).toMatchObject({
    kind: 'met',
    added: false,
    sender: { person: { name: '' } },
  });
  expect(readActivity(activity({ type: 'message', text: undefined, from }))).toMatchObject({ kind: 'text', text: '' });
  expect(readActivity(activity({ type: 'installationUpdate', action: 'add-upgrade' }))).toMatchObject({ added: false });
});
