import type { AdaptiveCard } from '../cards/context.js';
import type { OutgoingActivity } from './connector.js';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** A card alone, as Teams wants it: text beside a card would be split off; the summary is what the toast says. */
export function cardActivity(card: AdaptiveCard, summary: string): OutgoingActivity {
  return { summary, attachments: [{ contentType: CARD_TYPE, content: card }] };
}

export interface Mentioned {
  readonly teamsId: string;
  readonly name: string;
}

/** A text that begins with real mentions; each `<at>` in the text has its entity, else Teams shows the tags. */
export function mentionActivity(people: readonly Mentioned[], text: string): OutgoingActivity {
  const tags = people.map(({ name, teamsId }) => ({ tag: `<at>${xml(name)}</at>`, name, teamsId }));
  return {
    text: `${tags.map(({ tag }) => tag).join(' ')} ${text}`.trim(),
    textFormat: 'xml',
    summary: text,
    entities: tags.map(({ tag, name, teamsId }) => ({ type: 'mention', text: tag, mentioned: { id: teamsId, name } })),
  };
}

function xml(text: string): string {
  return text.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? sign);
}
