import type { TurnContext } from 'botbuilder';
import type { Reply } from '../answers/protocol.js';
import type { AdaptiveCard } from '../cards/context.js';
import type { ConversationReference } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import { clean } from '../texts/format.js';
import type { OutgoingActivity } from './connector.js';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const MESSAGE_TYPE = 'application/vnd.microsoft.activity.message';

/**
 * Answers a press in the HTTP response, anything else with a message in the same conversation. The invoke response is
 * sent by hand: teams-ai would send a returned card that has `refresh` to everyone in the conversation, and from then on
 * every other card too.
 */
export async function sendReply(context: TurnContext, reply: Reply): Promise<void> {
  if (context.activity.type !== 'invoke') {
    await context.sendActivity({ type: 'message', ...(messageOf(reply) as object) });
    return;
  }
  const [type, value] = 'card' in reply ? [CARD_TYPE, reply.card] : [MESSAGE_TYPE, reply.text];
  const body = { statusCode: 200, type, value };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

export function messageOf(reply: Reply): OutgoingActivity {
  return 'card' in reply ? cardActivity(reply.card, String(reply.card.fallbackText ?? '')) : plainActivity(reply.text);
}

/** Replies leave at once, but Teams counts them with everything else in the conversation. */
export function countReplies(
  context: TurnContext,
  { conversationId, tenantId }: ConversationReference,
  limiter: Pick<RateLimiter, 'passed'>,
): void {
  context.onSendActivities((_context, activities, next) => {
    for (const { type } of activities) if (type === 'message') limiter.passed(conversationId, tenantId);
    return next();
  });
  context.onUpdateActivity((_context, _activity, next) => {
    limiter.passed(conversationId, tenantId);
    return next();
  });
}

/** A card alone, as Teams wants it: text beside a card would be split off; the summary is what the toast says. */
export function cardActivity(card: AdaptiveCard, summary: string): OutgoingActivity {
  return { summary, attachments: [{ contentType: CARD_TYPE, content: card }] };
}

export function plainActivity(text: string): OutgoingActivity {
  return { text, textFormat: 'plain' };
}

export interface Mentioned {
  readonly teamsId: string;
  readonly name: string;
}

/**
 * A text that begins with real mentions. Each `<at>` in the text has its entity with the very same characters, else Teams
 * shows the tags; a name is text, whatever signs are in it.
 */
export function mentionActivity(people: readonly Mentioned[], text: string): OutgoingActivity {
  const mentions = people.map(({ name, teamsId }) => {
    const shown = clean(name, 100);
    return { type: 'mention', text: `<at>${xml(shown)}</at>`, mentioned: { id: teamsId, name: shown } };
  });
  return {
    text: `${mentions.map((one) => one.text).join(' ')} ${xml(text)}`.trim(),
    textFormat: 'xml',
    summary: text,
    entities: mentions,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
};

function xml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => ENTITIES[sign] ?? sign);
}
