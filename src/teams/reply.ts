import type { TurnContext } from 'botbuilder';
import type { Gate } from '../delivery/gate.js';
import type { OutgoingActivity } from './connector.js';
import { CARD_TYPE, cardActivity } from './outgoing.js';
import type { Reply } from './presses.js';

/** Answers leave at once, but Teams counts them with everything else in the conversation. */
export function countReplies(context: TurnContext, gate: Pick<Gate, 'passed'>): void {
  const { conversation, channelData } = context.activity;
  const tenant = conversation.tenantId ?? (channelData as { tenant?: { id?: string } } | undefined)?.tenant?.id ?? '';
  context.onSendActivities((_context, activities, next) => {
    for (const { type } of activities) if (type === 'message') gate.passed(conversation.id, tenant);
    return next();
  });
  context.onUpdateActivity((_context, _activity, next) => {
    gate.passed(conversation.id, tenant);
    return next();
  });
}

/** Answers a press in the HTTP response, anything else with a message in the same conversation. */
export async function reply(context: TurnContext, answer: Reply): Promise<void> {
  if (context.activity.type === 'invoke') {
    const body =
      'card' in answer
        ? { statusCode: 200, type: CARD_TYPE, value: answer.card }
        : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text };
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    return;
  }
  await context.sendActivity({ type: 'message', ...(messageOf(answer) as object) });
}

export function messageOf(answer: Reply): OutgoingActivity {
  return 'card' in answer
    ? cardActivity(answer.card, String(answer.card.fallbackText ?? ''))
    : { text: answer.text, textFormat: 'plain' };
}
