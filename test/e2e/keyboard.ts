import type { Locator, Page } from 'playwright-core';

/** A user without a mouse, who reaches everything with Tab and arrows. */
export type Keyboard = {
  /** Presses Tab until this has the focus. */
  to(target: Locator): Promise<void>;
  /** Goes there and presses Enter. */
  press(target: Locator): Promise<void>;
  /** Goes to a text field and replaces its text. */
  type(target: Locator, text: string): Promise<void>;
  /** Goes to a select that can be searched, types, and takes the option. */
  choose(target: Locator, option: string): Promise<void>;
};

/** More than the controls of any page. */
const MAX_STOPS = 200;

export function keyboardOf(page: Page): Keyboard {
  const { keyboard } = page;
  const hasFocus = async (target: Locator) => (await target.and(page.locator(':focus')).count()) > 0;
  async function to(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stops = 0; stops < MAX_STOPS; stops++) {
      if (await hasFocus(target)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`${target.toString()} is not reached by Tab.`);
  }
  return {
    to,
    async press(target) {
      await to(target);
      await keyboard.press('Enter');
    },
    async type(target, text) {
      await to(target);
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(text);
    },
    async choose(target, option) {
      await to(target);
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(option);
      const offered = page.getByRole('option', { name: option });
      await offered.waitFor();
      // the first arrow opens the list, or goes to its first option if it is open
      for (let presses = 0; presses < 5; presses++) {
        if ((await offered.getAttribute('data-combobox-selected')) !== null) break;
        await keyboard.press('ArrowDown');
      }
      await keyboard.press('Enter');
      await offered.waitFor({ state: 'hidden' });
    },
  };
}
