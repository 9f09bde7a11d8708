import type { Locator } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, faultOf, field, row, table } from '../pages.ts';

// The pages of ring groups and of forwarding. No calls are made.

let bakery: string;

useBrowserSession({ VOICE: 'off' }, async () => {
  await window.become(await product.signIn(NORA));
  bakery = await tenantId(nora, 'bakery');
});
beforeEach(() => page.goto(`/tenants/${bakery}/groups`));

const OUTSIDE = 'An outside number…';
const dialog = () => page.getByRole('dialog');
const closed = () => dialog().waitFor({ state: 'detached' });
const select = (label: string): Locator => dialog().getByRole('combobox', { name: label, exact: true });
const flip = (label: string): Promise<void> => dialog().getByRole('switch', { name: label }).press('Space');
/** Chooses an option of a select that searches on the server. An extension and its mailbox have the same name. */
async function choose(label: string, option: string): Promise<void> {
  const group = option === OUTSIDE ? 'Other' : 'Extensions';
  await select(label).click();
  await select(label).fill(option);
  await page.getByRole('group', { name: group }).getByRole('option', { name: option, exact: true }).click();
}
const valueOf = (label: string): Promise<string> => select(label).inputValue();

test('the demo has a group, and a new group’s members can be sorted by keyboard', async () => {
  await row(page, 'Groups', 'Everybody').filter({ hasText: '3 members' }).waitFor();
  await window.check();
  await button(page, 'New group').click();
  await field(dialog(), 'Number').fill('101');
  await field(dialog(), 'Name').fill('Sales');
  await dialog().getByText('In order', { exact: true }).click();
  await choose('Member 1', '102 Kitchen');
  await button(dialog(), 'Add member').press('Enter');
  await choose('Member 2', '103 Office');
  await button(dialog(), 'Add member').press('Enter');
  await choose('Member 3', OUTSIDE);
  await field(dialog(), 'Outside number: member 3').fill('911');
  await window.check();
  await button(dialog(), 'Create group').last().click();
  expect(await faultOf(field(dialog(), 'Outside number: member 3'))).toContain('Enter a number');
  await field(dialog(), 'Outside number: member 3').fill('(310) 555-0100');
  await button(dialog(), 'Create group').last().click();
  expect(await faultOf(field(dialog(), 'Number'))).toContain('101 is the number of extension Counter');
  await field(dialog(), 'Number').fill('610');
  // twice, only by keyboard: the focus moves along
  await button(dialog(), 'Move member 3 up').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  expect([await valueOf('Member 1'), await valueOf('Member 2')]).toEqual([OUTSIDE, '102 Kitchen']);
  await choose('If nobody answers', '101 Counter');
  await button(dialog(), 'Create group').last().click();
  await closed();
  const [added] = (await nora.get(`/tenants/${bakery}/groups?search=Sales`)).items;
  expect(added).toMatchObject({ number: '610', strategy: 'in_order', fallback: { kind: 'extension' } });
  expect(added.members).toMatchObject([{ number: '+13105550100' }, { kind: 'extension' }, { kind: 'extension' }]);
});

test('before a group is deleted, the page lists what leads to it', async () => {
  const [group] = (await nora.get(`/tenants/${bakery}/groups?search=Everybody`)).items;
  const [did] = (await nora.get(`/tenants/${bakery}/dids`)).items;
  await nora.ask('PATCH', `/tenants/${bakery}/dids/${did.id}`, { routing: { kind: 'group', id: group.id } });
  await button(page, 'Delete Everybody').click();
  await dialog().getByText('leaves (212) 555-0101 without a destination').waitFor();
  await window.check();
  await button(dialog(), 'Delete group').click();
  await closed();
  expect((await nora.get(`/tenants/${bakery}/dids/${did.id}`)).routing).toEqual({ kind: 'none' });
});

test('forwarding has its own URL, can be saved, and refuses a number that may not be called at its field', async () => {
  await page.goto(`/tenants/${bakery}/extensions`);
  await button(row(page, 'Extensions', 'Kitchen'), 'Forwarding of 102').click();
  await dialog().getByRole('heading', { name: 'Forwarding of 102' }).waitFor();
  await page.reload();
  await choose('When nobody answers', '103 Office');
  await field(dialog(), 'Ring the phone first (seconds)').fill('12');
  await choose('When the phone is offline', OUTSIDE);
  const outside: Locator = field(dialog(), 'Outside number: when the phone is offline');
  await outside.fill('+1 900 555 0177');
  await window.check();
  await button(dialog(), 'Save forwarding').click();
  expect(await faultOf(outside)).toContain('isn’t allowed to call numbers of that kind');
  await outside.fill('(310) 555-0100');
  await flip('Press 1 to take the call');
  await flip('Do not disturb');
  await button(dialog(), 'Save forwarding').click();
  await closed();
  await window.check();
  const [kitchen] = (await nora.get(`/tenants/${bakery}/extensions?search=102`)).items;
  expect(await nora.get(`/tenants/${bakery}/extensions/${kitchen.id}/forwarding`)).toMatchObject({
    always: null,
    noAnswer: { kind: 'extension' },
    noAnswerSeconds: 12,
    unreachable: { kind: 'external', number: '+13105550100' },
    confirmOutside: true,
    doNotDisturb: true,
  });
  await button(page, 'Delete 103').click();
  await dialog().getByText('ends the forwarding of 102 Kitchen').waitFor();
  await button(dialog(), 'Cancel').click();
  await closed();
  await button(page, 'Star codes').click();
  await dialog().getByText('Forwards all calls to that extension').waitFor();
  await window.check();
  await table(page, 'Extensions').waitFor();
});
