import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, NORA, tenantId } from '../demo.ts';
import { button, column, faultOf, field, tab } from '../pages.ts';
import { step } from '../step.ts';

// Outbound permissions, on the partner's and the tenant's pages and in the call history.

let bakery: string;

/** Its accessible name includes its description. */
const toggle = (name: string) => page.getByRole('switch', { name: new RegExp(`^${name}`) });

useBrowserSession({}, async () => {
  await window.signIn(NORA);
  bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
});

test('when the partner allows more destinations, the next calls follow the new rules', async () => {
  await step('a country and more concurrent calls are allowed; a premium number is still refused', async () => {
    await page.goto(bakery);
    await tab(page, 'Outbound calls').click();
    await page.getByRole('group', { name: 'Numbers that may be called' }).waitFor();
    expect(await toggle('Premium').isChecked()).toBe(false);
    await window.check();
    await field(page, 'Per tenant').fill('many');
    await button(page, 'Save permissions').click();
    expect(await faultOf(field(page, 'Per tenant'))).toContain('Enter a whole number.');
    await field(page, 'Per tenant').fill('12');
    const countries = page
      .getByRole('textbox', { name: 'Individual countries' })
      .or(page.getByRole('combobox', { name: 'Individual countries' }));
    await countries.first().fill('united k');
    await page.getByRole('option', { name: 'United Kingdom' }).click();
    await page.keyboard.press('Escape');
    await toggle('Caribbean').click();
    await window.check();
    await button(page, 'Save permissions').click();
    await page.getByText('Outbound permissions saved').waitFor();
    expect(await nora.get(`${bakery}/outbound-permissions`)).toMatchObject({
      classes: ['tollFree', 'domestic', 'caribbean'],
      countries: expect.arrayContaining(['GB']),
      maxConcurrentOutbound: 12,
    });
    await using kitchen = await product.openRegisteredPhone(nora, bakery.slice(9), '102');
    expect(await kitchen.call('777').ended).toMatchObject({ finalStatus: 404 });
    expect(await kitchen.call('+19005550177').ended).toMatchObject({ finalStatus: 403 });
  });

  await step('the call history shows why a call was refused, and which extension made it', async () => {
    await page.goto(`${bakery}/calls`);
    await page.getByText('Not permitted').first().waitFor();
    await window.check();
    expect((await column(page, 'Call history', 'Result')).slice(0, 2)).toEqual([
      'RefusedNot permitted',
      'RefusedNo such number',
    ]);
    expect((await column(page, 'Call history', 'From'))[0]).toMatch(/^102 .+\(212\) 555-0101$/);
  });
});

test('the defaults for new tenants show outbound permissions', async () => {
  await page.goto('/tenant-defaults');
  await page.getByRole('group', { name: 'Numbers that may be called' }).waitFor();
  expect(await toggle('Satellite').isChecked()).toBe(false);
  await window.check();
});

test('a tenant admin can read the outbound permissions but not change them', async () => {
  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`${bakery}/outbound-calls`);
  await page.getByRole('group', { name: 'Numbers that may be called' }).waitFor();
  expect(await toggle('Domestic').isDisabled()).toBe(true);
  expect(await field(page, 'Per extension').isEditable()).toBe(false);
  expect(await button(page, 'Save permissions').count()).toBe(0);
  await window.check();
});
