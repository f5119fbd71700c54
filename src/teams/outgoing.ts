import type { AdaptiveCard } from '../cards/context.js';
import { clean } from '../texts/format.js';
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

const SIGNS: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
};

function xml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => SIGNS[sign] ?? sign);
}
