import type { Page } from 'playwright-core';

/** What has the focus, as far as somebody without a mouse can tell. */
interface Focus {
  /** Where it is: the box for typing, a button, an input of a card, or something else. */
  readonly kind: 'editor' | 'button' | 'input' | 'other';
  /** A button's title, or the label above an input. */
  readonly name: string;
  readonly role: string;
}

/** More stops than any chat in the tests has; a page that traps the focus fails here. */
const STOPS_MAX = 250;

/**
 * Somebody who uses the practice client with the keyboard alone: Tab and Shift+Tab to get about, Enter, Space and the
 * arrows to act. Nothing here touches an element: keys go to the page, and the focus is only looked at.
 */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Writes a message and sends it. */
  async send(text: string): Promise<void> {
    await this.toEditor();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses the newest button with that title, found backwards from the box for typing. */
  async press(title: string): Promise<void> {
    await this.toEditor();
    await this.walk('Shift+Tab', ({ kind, name }) => kind === 'button' && name === title, `the button ${title}`);
    await this.page.keyboard.press('Enter');
  }

  /** Fills the newest input with that label: text is typed, a choice is typed and taken, a box is ticked. */
  async fill(label: string, value: string): Promise<void> {
    await this.toEditor();
    const { role } = await this.walk(
      'Shift+Tab',
      ({ kind, name }) => kind === 'input' && name === label,
      `the input ${label}`,
    );
    if (role === 'checkbox') return this.page.keyboard.press('Space');
    if (role === 'combobox') return this.take(value);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(value);
  }

  /** Opens the calendar of a date field and takes the day so many weeks after the one it stands on. */
  async pickDay(label: string, weeks: number): Promise<void> {
    await this.toEditor();
    await this.walk('Shift+Tab', ({ kind, name }) => kind === 'input' && name === label, `the date ${label}`);
    await this.page.keyboard.press('Enter');
    const day = this.page.locator('[role="gridcell"]:focus');
    for (let week = 0; week < weeks; week++) {
      const before = await day.innerText();
      await this.page.keyboard.press('ArrowDown');
      // Over the end of a month the calendar turns the page, and for a moment no day has the focus.
      await day.filter({ hasNotText: new RegExp(`^${before}$`) }).waitFor();
    }
    await this.page.keyboard.press('Enter');
    await this.page.locator('[role="dialog"]').waitFor({ state: 'hidden' });
  }

  /** Shuts the log panel, which covers the chat in a narrow window: its last button is the cross. */
  async shutLog(): Promise<void> {
    await this.toEditor();
    await this.walk('Tab', ({ kind, name }) => kind === 'button' && name === '', 'the log panel');
    await this.page.keyboard.press('Tab');
    await this.page.keyboard.press('Enter');
  }

  private async take(value: string): Promise<void> {
    const option = this.page.getByRole('option').filter({ hasText: value });
    await this.page.keyboard.press('ArrowDown');
    await option.first().waitFor();
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      if ((await this.page.evaluate<string>(activeOption)).includes(value)) return this.page.keyboard.press('Enter');
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`the arrows never came to ${value}`);
  }

  private async toEditor(): Promise<void> {
    if ((await this.focus()).kind !== 'editor')
      await this.walk('Tab', ({ kind }) => kind === 'editor', 'the box for typing');
  }

  private async walk(key: 'Tab' | 'Shift+Tab', found: (focus: Focus) => boolean, what: string): Promise<Focus> {
    const passed: string[] = [];
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await this.page.keyboard.press(key);
      const focus = await this.focus();
      if (found(focus)) return focus;
      passed.push(`${focus.kind} ${focus.name}`);
    }
    throw new Error(`the focus never came to ${what}; it passed ${passed.slice(0, 30).join(', ')}`);
  }

  private focus(): Promise<Focus> {
    return this.page.evaluate<Focus>(focused);
  }
}

/** Run in the page. */
const focused = `(() => {
  const at = document.activeElement;
  const role = at.getAttribute('role') ?? at.getAttribute('type') ?? '';
  if (at.hasAttribute('data-lexical-editor')) return { kind: 'editor', name: '', role };
  const label = () => {
    for (let up = at.parentElement; up; up = up.parentElement) {
      if (up.classList.contains('ac-adaptiveCard')) return undefined;
      const own = [...up.children].find((one) => one.matches('label.ac-richTextBlock'));
      if (own) return own.innerText.replace('*', '').trim();
    }
    return undefined;
  };
  const input = /^(INPUT|TEXTAREA)$/.test(at.tagName) || role === 'combobox' ? label() : undefined;
  if (input !== undefined) return { kind: 'input', name: input, role };
  if (at.tagName === 'BUTTON' || at.tagName === 'A') return { kind: 'button', name: at.innerText.trim() || (at.getAttribute('aria-label') ?? ''), role };
  return { kind: 'other', name: at.tagName, role };
})()`;

const activeOption = `(() => {
  const id = document.activeElement.getAttribute('aria-activedescendant');
  return (id && document.getElementById(id)?.innerText) || '';
})()`;
