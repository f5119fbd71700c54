import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { practiceOrganisation } from '../../src/practice/people.js';

/** Milliseconds that any one wait may last; the waits are Playwright's own and end as soon as the page is there. */
const patience = 45_000;
/** The box for typing; the log panel is editable too, but no editor of that kind. */
const editor = '[data-lexical-editor="true"]';
const logPanel = '[contenteditable="true"]:not([data-lexical-editor])';

/** Chromium without a sandbox and without talk of its own to the network. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A conversation in the Playground's list: the personal chat, the only group chat, or a channel by its name. */
export type Chat = 'personal' | 'group' | { readonly channel: string };

/** Of the browser's window, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * One person's Agents Playground in the browser. The page keeps its history in memory only: everything waited for has
 * to arrive while the page is open.
 */
export class PlaygroundPage {
  /** In a channel the newest post is on top, in a chat the newest message is at the bottom. */
  private newestOnTop = false;

  private constructor(readonly page: Page) {}

  /** Opens an address and waits until the Playground has told the bot of the installation. */
  static async open(browser: Browser, url: string, size: Size = { width: 1400, height: 900 }) {
    const page = await browser.newPage({ viewport: size });
    page.setDefaultTimeout(patience);
    const own = new URL(url).host;
    // The page asks a CDN for fonts and a worklet and works as well without; a test must not wait for the internet.
    await page.route(
      (asked) => asked.host !== own,
      (route) => route.abort(),
    );
    const installed = page.waitForResponse((answer) => answer.url().endsWith('/installation'));
    await page.goto(url);
    await installed;
    await page.locator(editor).first().waitFor();
    await page.addStyleTag({ content: narrowCards });
    return new PlaygroundPage(page);
  }

  async choose(chat: Chat): Promise<void> {
    const chats = this.page.getByRole('tree', { name: 'Personal and Group Chat' }).getByRole('treeitem');
    const channels = this.page.getByRole('tree', { name: 'Teams Channel' }).getByRole('treeitem');
    const wanted =
      chat === 'personal'
        ? chats.first()
        : chat === 'group'
          ? chats.nth(1)
          : channels.filter({ hasText: chat.channel }).first();
    await wanted.click();
    this.newestOnTop = typeof chat === 'object';
    await this.page.locator(editor).first().waitFor();
  }

  /** Types a message in the chosen chat, or as a new post in the chosen channel, and sends it. */
  async send(text: string): Promise<void> {
    await this.page.locator(editor).first().click();
    await this.page.keyboard.insertText(text);
    await this.named('Post').or(this.named('Send Message')).first().click();
  }

  /** The same with a mention of the bot in front: in a group chat or channel the bot hears nothing else, as in Teams. */
  async mention(text: string): Promise<void> {
    await this.typeMention(this.page.locator(editor).first(), text);
    await this.named('Post').or(this.named('Send Message')).first().click();
  }

  /** Mentions the bot in an answer to the newest, that is the topmost, post of the chosen channel. */
  async replyWithMention(text: string): Promise<void> {
    await this.typeMention(this.page.locator(editor).nth(1), text);
    await this.named('Send Message').first().click();
  }

  /** Waits until a message or a card with that text is to be seen. */
  async waitForText(text: string | RegExp): Promise<void> {
    await this.chatArea.getByText(text).last().waitFor();
  }

  /** Waits until that text is nowhere in the chat, e.g. after a card was replaced. */
  async waitForNoText(text: string | RegExp): Promise<void> {
    await this.chatArea.getByText(text).first().waitFor({ state: 'hidden' });
  }

  /** Waits for a card with that text and gives the newest such card. */
  async waitForCard(text: string | RegExp): Promise<Locator> {
    const card = this.newest(this.cards.filter({ hasText: text }));
    await card.waitFor();
    return card;
  }

  /** The visible texts of the cards in the chosen chat, oldest first. */
  cardTexts(): Promise<string[]> {
    return this.cards.allInnerTexts();
  }

  /**
   * Fills one input of the newest card that has a visible input with that label. A date is given as yyyy-mm-dd, a choice
   * by its title, a toggle as 'true' or 'false'.
   */
  async fill(label: string, value: string): Promise<void> {
    const box = await this.inputBox(label);
    await box.waitFor();
    const has = async (selector: string) => (await box.locator(selector).count()) > 0;
    if (await has('.fui-DatePicker')) await this.pickDate(box, value);
    else if (await has('[role="combobox"]')) await this.pickChoice(box, value);
    else if (await has('[role="radiogroup"]')) await box.getByRole('radio', { name: value, exact: true }).check();
    else if (await has('input[type="checkbox"]')) await box.getByRole('checkbox').setChecked(value === 'true');
    else await box.locator('input, textarea').first().fill(value);
  }

  /** Presses the button with that title on the newest card that has it. */
  async press(title: string): Promise<void> {
    await this.button(title).click();
  }

  /** Presses an action that the newest card keeps behind its "..." button. */
  async pressUnderMore(title: string): Promise<void> {
    await this.newest(this.cards.getByRole('button', { name: 'More options' })).click();
    await this.page.getByRole('menuitem', { name: title, exact: true }).click();
  }

  /** The titles of the visible buttons and links of the newest card. */
  buttons(): Promise<string[]> {
    return this.newest(this.cards).locator('.ac-actionSet').locator('button:visible, a:visible').allInnerTexts();
  }

  /** The lines of the Playground's log panel that are no success: warnings, errors and refused requests. */
  async problems(): Promise<string[]> {
    const lines = (await this.page.locator(logPanel).innerText())
      .replaceAll(/\s+/g, ' ')
      .split(/(?=\[\d+:\d+:\d+ [AP]M\])/);
    return lines.map((line) => line.trim()).filter((line) => /Warning|Error|fail|\b[45]\d\d\b/i.test(line));
  }

  /** A picture of the whole chat: the window is made as tall as the chat, and set back. */
  async screenshot(path: string, width = 1400): Promise<void> {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width, height: before?.height ?? 900 });
    const hidden = await this.page.evaluate<number>(hiddenChatHeight);
    const height = (before?.height ?? 900) + hidden;
    await this.page.setViewportSize({ width, height: Math.min(height, 8_000) });
    const shoot = () => this.page.screenshot({ path, animations: 'disabled', timeout: patience / 3 });
    // Now and then Chromium draws no frame of a window that has just changed its size; one in front it does draw.
    await shoot().catch(() => this.page.bringToFront().then(shoot));
    if (before !== null) await this.page.setViewportSize(before);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  private newest(found: Locator): Locator {
    return this.newestOnTop ? found.first() : found.last();
  }

  private named(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  private async typeMention(box: Locator, text: string): Promise<void> {
    await box.click();
    await this.page.keyboard.press('@');
    await this.page.locator('#typeahead-menu').getByText(practiceOrganisation.bot.name).first().click();
    await this.page.keyboard.insertText(` ${text}`);
  }

  private get chatArea(): Locator {
    return this.page.locator('#root');
  }

  private get cards(): Locator {
    return this.page.locator('.ac-preview-panel > .ac-adaptiveCard:visible');
  }

  private button(title: string): Locator {
    const named = { name: title, exact: true } as const;
    return this.newest(this.cards.getByRole('button', named).or(this.cards.getByRole('link', named)));
  }

  private inputBox(label: string): Locator {
    const exactly = new RegExp(`^\\s*${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*\\*?\\s*$`);
    return this.newest(this.cards.locator('label.ac-richTextBlock:visible').filter({ hasText: exactly })).locator('..');
  }

  /** The date field takes no typing: year, month and day are chosen in its calendar. */
  private async pickDate(box: Locator, value: string): Promise<void> {
    const date = new Date(`${value}T12:00:00Z`);
    const month = date.toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });
    await box.getByRole('combobox').click();
    const calendar = this.page.getByRole('dialog', { name: 'Calendar' });
    await calendar.getByRole('button', { name: /^[A-Z][a-z]+ \d{4}$/ }).click();
    const heading = calendar.getByRole('button', { name: /^\d{4}$/ });
    const years = date.getUTCFullYear() - Number(await heading.textContent());
    for (let turned = 0; turned < Math.abs(years); turned++) {
      await calendar
        .getByRole('button')
        .nth(years < 0 ? 1 : 2)
        .click();
    }
    await calendar.getByRole('gridcell', { name: month }).click();
    const day = `${date.getUTCDate()}, ${month}, ${date.getUTCFullYear()}`;
    await calendar.getByRole('button', { name: day, exact: true }).click();
  }

  /** Lists, filtered or not, and the people picker all show everything when clicked into. */
  private async pickChoice(box: Locator, value: string): Promise<void> {
    await box.getByRole('combobox').click();
    await this.page.getByRole('option').filter({ hasText: value }).first().click();
  }
}

/**
 * The Playground gives a card a fixed width; Teams lets it shrink with the window, so here a narrow window does it too. 96
 * pixels are the room beside a card for its sender's picture and the edges.
 */
const narrowCards = `@media (max-width: 700px) { .fai-OutputCard, .fai-OutputCard > div, .ac-preview-panel {
  box-sizing: border-box !important; width: calc(100vw - 96px) !important; min-width: 0 !important; padding: 0 !important } }`;

/** Run in the page: how many pixels of the chat are scrolled out of sight; the log panel, which scrolls too, is left out. */
const hiddenChatHeight = `Math.max(0, ...Array.from(document.querySelectorAll('div'), (element) =>
  element.closest('[contenteditable]') === null && /auto|scroll/.test(getComputedStyle(element).overflowY)
    ? element.scrollHeight - element.clientHeight : 0))`;
