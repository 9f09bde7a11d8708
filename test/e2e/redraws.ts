import type { Page } from 'playwright-core';

/**
 * Counts how often React redraws elements or their content, through the hook of its developer tools, which also works in the production build.
 * Elements are named by their `data-id`. Takes effect with the next page.
 */
export async function countRedraws(page: Page, elements: string): Promise<void> {
  await page.addInitScript(install, elements);
}

/** How often each was redrawn since the last call. */
export const redrawn = (page: Page): Promise<Record<string, number>> => page.evaluate('window.takeRedraws()');

/** Runs in the page, so it can't use anything from this module. */
function install(elements: string): void {
  type Fiber = {
    tag: number;
    flags: number;
    alternate: Fiber | null;
    child: Fiber | null;
    sibling: Fiber | null;
    stateNode: unknown;
  };
  // React 19: the tags of component fibers, and the flag of one that was rendered in this commit
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
      // the component that renders the watched element or its first child
      const own = elementOf(fiber);
      const watched = [own, own?.parentElement].find((element) => element?.matches?.(elements));
      const id = watched?.getAttribute('data-id');
      if (id) counts[id] = (counts[id] ?? 0) + 1;
    }
    // a component with unchanged children rendered nothing below it
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
