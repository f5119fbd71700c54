/** Activities as Teams sends them, for tests; `more` overrides any key. */
type Json = Record<string, unknown>;

export function anActivity(serviceUrl: string, more: Json = {}): Json {
  return {
    type: 'message',
    id: 'activity-1',
    timestamp: '2026-05-04T08:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:anna', name: 'Anna', aadObjectId: '11111111-1111-4111-8111-111111111111' },
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: 'a:anna', conversationType: 'personal', tenantId: '22222222-2222-4222-8222-222222222222' },
    channelData: { tenant: { id: '22222222-2222-4222-8222-222222222222' } },
    locale: 'da-DK',
    text: 'hjælp',
    ...more,
  };
}

/** A press on an Action.Execute button. */
export function aPress(serviceUrl: string, verb: string, data: Json = {}, more: Json = {}): Json {
  return anActivity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    ...more,
  });
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
