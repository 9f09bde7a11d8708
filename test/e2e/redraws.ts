import type { Page } from 'playwright-core';

/**
 * Counts which elements are drawn again by React, themselves or what is in them: it tells every commit to a hook that its developer tools use, in the production
 * build too. An element is named by its `data-id`. From the next page on.
 */
export async function countRedraws(page: Page, elements: string): Promise<void> {
  await page.addInitScript(install, elements);
}

/** How often each was drawn again since this was asked last. */
export const redrawn = (page: Page): Promise<Record<string, number>> => page.evaluate('window.takeRedraws()');

/** Runs in the page, so it uses nothing from here. */
function install(elements: string): void {
  type Fiber = {
    tag: number;
    flags: number;
    alternate: Fiber | null;
    child: Fiber | null;
    sibling: Fiber | null;
    stateNode: unknown;
  };
  // of React 19: kinds of fibers that are components, and the flag of one whose function ran in this commit
  const [COMPONENTS, ELEMENT, RAN] = [[0, 11, 14, 15], 5, 1];
  const global = globalThis as any;
  let counts: Record<string, number> = {};

  const elementOf = (fiber: Fiber | null): any => {
    for (let each = fiber; each; each = each.child) if (each.tag === ELEMENT) return each.stateNode;
    return null;
  };
  function visit(fiber: Fiber): void {
    const before = fiber.alternate;
    if (COMPONENTS.includes(fiber.tag) && (before === null || (fiber.flags & RAN) !== 0)) {
      // the component that draws the watched element, or what is first in it
      const own = elementOf(fiber);
      const watched = [own, own?.parentElement].find((element) => element?.matches?.(elements));
      const id = watched?.getAttribute('data-id');
      if (id) counts[id] = (counts[id] ?? 0) + 1;
    }
    // below a component that kept its children nothing was drawn
    if (before !== null && before.child === fiber.child) return;
    for (let child = fiber.child; child; child = child.sibling) visit(child);
  }
  global.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    checkDCE: () => {},
    onCommitFiberUnmount: () => {},
    onPostCommitFiberRoot: () => {},
    onCommitFiberRoot: (_: number, root: { current: Fiber }) => visit(root.current),
  };
  global.takeRedraws = () => {
    const taken = counts;
    counts = {};
    return taken;
  };
}
