import { expect, test } from 'vitest';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { content, node } from '../../flow-content.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { countRedraws, redrawn } from '../redraws.ts';

// Counts what the designer redraws while one card of a flow of 100 steps is dragged, because the time depends on the machine.

useBrowserSession({ VOICE: 'off' });

const STEPS = 100;

/** A start and a chain of steps. */
const longFlow = (): FlowContent =>
  content(
    node('play', 'n1', { exits: { next: 'n2' } }),
    ...Array.from({ length: STEPS - 3 }, (_, n) => node('play', `n${n + 2}`, { exits: { next: `n${n + 3}` } })),
    node('hangUp', `n${STEPS - 1}`),
  );

test('dragging one of 100 cards renders only that card again', async () => {
  const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  const { id } = await nora.post(`${bakery}/flows`, { name: 'Long' });
  await nora.put(`${bakery}/flows/${id}/draft`, { content: longFlow() });
  await window.signIn(NORA);
  await countRedraws(page, '.react-flow__node');
  await page.goto(`${bakery}/flows/${id}`);
  await page
    .locator('.react-flow__node')
    .nth(STEPS - 1)
    .waitFor();
  await window.loaded();

  const card = page.locator('.react-flow__node[data-id="n50"]');
  await card.hover();
  const box = await card.boundingBox();
  if (!box) throw new Error('The card is out of sight.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  // taking a card selects it, which may redraw others
  await page.mouse.move(x + 10, y + 20, { steps: 4 });
  await window.loaded();
  await redrawn(page);
  await page.mouse.move(x + 60, y + 140, { steps: 30 });
  const drawn = await redrawn(page);
  await page.mouse.up();
  expect(drawn).toEqual({ n50: expect.any(Number) });
});
