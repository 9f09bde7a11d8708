import { expect, test } from 'vitest';
import { openPhone, type Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, column, faultOf, field, reasonOf, row, tab, table } from '../pages.ts';
import { step } from '../step.ts';

// The life of a tenant, in the browser of its partner's admin, and its effects on phones.

useBrowserSession({});

const names = async () =>
  (await column(page, 'Tenants', 'Name')).map((text) => text.replace(/No 911 address$|Sandbox$/, ''));
const search = () => new URL(page.url()).searchParams;
const dialog = () => page.getByRole('dialog');

/** A phone with the credentials from the page. */
async function phoneFromPage(number: string): Promise<Phone> {
  await button(page, `SIP credentials of ${number}`).click();
  await button(dialog(), 'Show SIP password').click();
  const shown = async (label: string) => (await dialog().getByRole('status', { name: label }).textContent()) ?? '';
  await until('the password', async () => !(await shown('SIP password')).includes('•'));
  const opened = await openPhone({
    sipUsername: await shown('SIP username'),
    password: await shown('SIP password'),
    server: { host: await shown('SIP server'), port: Number(await shown('Port')) },
  });
  await window.check();
  await button(dialog(), 'Done').click();
  return opened;
}

test(
  'a partner admin signs in, creates a tenant, manages it, deletes it and reactivates it',
  { timeout: 300_000 },
  async () => {
    await step('after signing in, the requested page opens', async () => {
      await page.goto('/tenants?sort=-name');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await window.check();
      await field(page, 'Email').fill(NORA);
      await field(page, 'Password').fill('not the password');
      await button(page, 'Sign in').click();
      await page.getByText('Wrong email or password.').waitFor();
      await window.check();
      await field(page, 'Password').fill('correct horse battery');
      await button(page, 'Sign in').click();
      await table(page, 'Tenants').waitFor();
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/tenants?sort=-name');
    });

    await step('the list shows the demo’s tenants with every column', async () => {
      await page.goto('/tenants');
      await row(page, 'Tenants', 'Bakery').waitFor();
      const headers = await table(page, 'Tenants').getByRole('columnheader').allTextContents();
      expect(headers.filter(Boolean)).toEqual([
        'Name',
        'SIP prefix',
        'Status',
        'Users',
        'DIDs',
        'Extensions',
        'Created',
        'Actions',
      ]);
      const rows = await table(page, 'Tenants').locator('tbody tr').all();
      const texts = await Promise.all(
        rows.map(async (one) => (await one.getByRole('cell').allTextContents()).slice(1, 7)),
      );
      expect(texts).toEqual([
        ['Bakery', 'bakery', 'Active', '1', '1', '3'],
        ['ClinicNo 911 address', 'clinic', 'Trial', '1', '1', '2'],
        ['Developer SandboxSandbox', 'devbox', 'Active', '0', '0', '2'],
        ['Garage', 'garage', 'Suspended', '1', '1', '1'],
      ]);
      const [bakery] = (await nora.get('/tenants')).items;
      expect(await row(page, 'Tenants', 'Bakery').getByRole('time').getAttribute('datetime')).toBe(bakery.createdAt);
      for (const act of ['Edit', 'Delete']) await button(page, `${act} Bakery`).waitFor();
      await page.getByRole('link', { name: 'Manage Bakery' }).waitFor();
      await window.check();
    });

    await step('search finds a part of a name or billing email, and is kept in the URL', async () => {
      const box = page.getByRole('searchbox', { name: 'Search tenants' });
      await box.fill('aKe');
      await until('Bakery alone', async () => (await names()).join() === 'Bakery');
      expect(search().get('search')).toBe('aKe');
      await page.reload();
      await until('Bakery alone, after a reload', async () => (await names()).join() === 'Bakery');
      expect(await box.inputValue()).toBe('aKe');
      await box.fill('billing@clin');
      await until('Clinic alone', async () => (await names()).join() === 'Clinic');
      await box.fill('nobody of that name');
      await page.getByText('No tenants found').waitFor();
      await window.check();
      await button(page, 'Clear the search').click();
      await until('all four', async () => (await names()).length === 4);
      expect(search().size).toBe(0);
    });

    await step('every column can be sorted both ways, and Back undoes it', async () => {
      const columns = {
        'SIP prefix': 'sipPrefix',
        Status: 'status',
        Users: 'usersCount',
        DIDs: 'didsCount',
        Extensions: 'extensionsCount',
        Created: 'createdAt',
        Name: 'name',
      };
      for (const [header, sort] of Object.entries(columns)) {
        for (const [wanted, direction] of [
          [sort, 'ascending'],
          [`-${sort}`, 'descending'],
        ] as const) {
          await button(table(page, 'Tenants'), header).click();
          await table(page, 'Tenants').locator(`th[aria-sort="${direction}"]`, { hasText: header }).waitFor();
          expect(search().get('sort')).toBe(wanted);
          const { items } = await nora.get(`/tenants?sort=${wanted}`);
          const order = items.map((tenant: { name: string }) => tenant.name).join();
          await until(`the order of ${wanted}`, async () => (await names()).join() === order);
        }
      }
      await page.goBack();
      expect(search().get('sort')).toBe('name');
      await page.getByRole('radio', { name: 'Trial' }).check();
      await until('Clinic alone', async () => (await names()).join() === 'Clinic');
      expect(search().get('status')).toBe('trial');
    });

    await step('a tenant is created with the suggested prefix, and an invalid field is marked', async () => {
      await page.goto('/tenants');
      await button(page, 'New tenant').click();
      const form = dialog().getByRole('form', { name: 'New tenant' });
      await field(form, 'Name').fill('Joe’s Bar & Grill');
      await until('the suggestion', async () => (await field(form, 'SIP prefix').inputValue()) === 'joesbargrill');
      await field(form, 'Billing email').fill('not an address');
      await field(form, 'SIP prefix').fill('Joe-1');
      await button(form, 'Create tenant').click();
      expect(await faultOf(field(form, 'Billing email'))).toContain('Enter an email address');
      expect(await faultOf(field(form, 'SIP prefix'))).toContain('3 to 12 characters: small letters and digits');
      await window.check();
      // only the API knows that another partner has this prefix; its error is shown at the field too
      await field(form, 'Billing email').fill('joe@bar.example');
      await field(form, 'SIP prefix').fill('florist');
      await button(form, 'Create tenant').click();
      await until('the refusal', async () => /taken|use/i.test(await faultOf(field(form, 'SIP prefix'))));
      await field(form, 'SIP prefix').fill('joesbar');
      await form.getByRole('radio', { name: 'Active' }).check();
      await button(form, 'Create tenant').click();
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
      const id = await tenantId(nora, 'joesbar');
      expect(new URL(page.url()).pathname).toBe(`/tenants/${id}`);
      expect(await nora.get(`/tenants/${id}`)).toMatchObject({
        name: 'Joe’s Bar & Grill',
        status: 'ACTIVE',
        billingEmail: 'joe@bar.example',
      });
      await window.check();
    });

    await step('every field except the prefix can be edited', async () => {
      const id = await tenantId(nora, 'joesbar');
      await page.goto('/tenants');
      await button(page, 'Edit Joe’s Bar & Grill').click();
      const form = dialog().getByRole('form', { name: 'Edit tenant' });
      expect(await field(form, 'SIP prefix').getAttribute('readonly')).not.toBeNull();
      await window.check();
      const typed = {
        Name: 'Joe’s',
        'Billing email': 'bills@joes.example',
        'Default CNAM': 'JOES',
        Street: '1 Main St',
        City: 'Albany',
        State: 'NY',
        'ZIP code': '12207',
      };
      for (const [label, value] of Object.entries(typed)) await field(form, label).fill(value);
      await form.getByRole('combobox', { name: 'Timezone' }).fill('Vienna');
      await page.getByRole('option', { name: /Vienna/ }).click();
      await button(form, 'Save changes').click();
      await dialog().waitFor({ state: 'detached' });
      await row(page, 'Tenants', 'joesbar').filter({ hasText: 'Joe’s' }).waitFor();
      expect(await nora.get(`/tenants/${id}`)).toMatchObject({
        name: 'Joe’s',
        sipPrefix: 'joesbar',
        status: 'ACTIVE',
        billingEmail: 'bills@joes.example',
        defaultCnam: 'JOES',
        timezone: 'Europe/Vienna',
        e911Address: { street: '1 Main St', city: 'Albany', state: 'NY', postalCode: '12207', country: 'US' },
      });
    });

    await step(
      'two extensions are added, their phones go online, and calls are refused while the tenant is suspended',
      async () => {
        const id = await tenantId(nora, 'joesbar');
        await page.goto('/tenants');
        await page.getByRole('link', { name: 'Manage Joe’s' }).click();
        expect(await page.getByRole('navigation', { name: 'Breadcrumb' }).innerText()).toMatch(/Tenants\s*→\s*Joe’s/);
        await tab(page, 'Extensions').click();
        await page.getByText('No extensions yet').waitFor();
        await window.check();
        for (const [number, name] of [
          ['101', 'Bar'],
          ['102', 'Grill'],
        ] as const) {
          await button(page, 'New extension').first().click();
          await field(dialog(), 'Extension number').fill(number);
          await field(dialog(), 'Name').fill(name);
          await button(dialog(), 'Create extension').click();
          await row(page, 'Extensions', number).filter({ hasText: 'Offline' }).waitFor();
          await page.getByRole('heading', { name: `SIP credentials of ${number}` }).waitFor();
          await page.keyboard.press('Escape');
          await dialog().waitFor({ state: 'detached' });
        }
        await using bar = await phoneFromPage('101');
        await using grill = await phoneFromPage('102');
        for (const each of [bar, grill]) expect((await each.register()).finalStatus).toBe(200);
        for (const number of ['101', '102'])
          await row(page, 'Extensions', number).filter({ hasText: 'Available' }).waitFor();
        const atGrill = grill.listen({ tone: 620 });
        const call = bar.call('102', { tone: 440 });
        const taken = await atGrill.nextCall();
        await Promise.all([call.hears(620), taken.hears(440)]);
        for (const number of ['101', '102'])
          await row(page, 'Extensions', number).filter({ hasText: 'On a call' }).waitFor();
        await window.check();

        await button(page, 'Suspend').click();
        await dialog().getByText('1 call in progress ends now.').waitFor();
        await window.check();
        await button(dialog(), 'Suspend tenant').click();
        await dialog().getByText('Choose a reason.').waitFor();
        await dialog().getByRole('radio', { name: 'Past due' }).check();
        await field(dialog(), 'Note').fill('Invoice of October');
        await button(dialog(), 'Suspend tenant').click();
        expect(await call.ended).toMatchObject({ endedBy: 'them' });
        await button(page, 'Reactivate').waitFor();
        // who, when and why; in the tenant's zone, which is named
        await page.getByText(/^Past due, set .* GMT\+1 by admin@northwind\.example: “Invoice of October”$/).waitFor();
        expect(await reasonOf(button(page, 'New extension'))).toMatch(/suspended/i);
        await window.check();
        const refused = await nora.ask('POST', `/tenants/${id}/extensions`, { number: '103', name: 'Late' });
        expect(refused).toMatchObject({ status: 409, body: { code: 'tenant_suspended' } });
        await button(page, 'Reactivate').click();
        await button(dialog(), 'Reactivate tenant').click();
        await button(page, 'Suspend').waitFor();
        const again = bar.call('102');
        await again.answered;
        await again.hangUp();
      },
    );

    await step('the tenant is deleted by typing its name, is listed as suspended, and can be reactivated', async () => {
      const id = await tenantId(nora, 'joesbar');
      await page.goto('/tenants');
      await button(page, 'Delete Joe’s').click();
      await dialog().getByText('2 phones will no longer reach 911').waitFor();
      await window.check();
      await field(dialog(), 'Type the tenant’s name to confirm: Joe’s').fill('joe’s');
      expect(await reasonOf(button(dialog(), 'Delete tenant'))).toContain('exactly');
      await field(dialog(), 'Type the tenant’s name to confirm: Joe’s').fill('Joe’s');
      await button(dialog(), 'Delete tenant').click();
      await dialog().waitFor({ state: 'detached' });
      expect(await nora.get(`/tenants/${id}`)).toMatchObject({ status: 'CANCELLED' });
      expect((await nora.get(`/tenants/${id}/summary`)).registeredPhones).toBe(0);

      await page.getByRole('radio', { name: 'Suspended' }).check();
      await row(page, 'Tenants', 'Joe’s').filter({ hasText: 'data deleted in 90 days' }).waitFor();
      await until('Garage and Joe’s alone', async () => (await names()).toSorted().join() === 'Garage,Joe’s');
      await window.check();
      await button(page, 'Reactivate Joe’s').click();
      await dialog().getByText('Phones can make and receive calls right away').waitFor();
      await button(dialog(), 'Reactivate tenant').click();
      await until('only Garage left among the suspended', async () => (await names()).join() === 'Garage');
      expect(await nora.get(`/tenants/${id}`)).toMatchObject({ status: 'ACTIVE', extensionsCount: 2 });
    });

    await step('choosing Cancelled in the dialog asks for the name, too', async () => {
      await page.goto('/tenants');
      await button(page, 'Edit Joe’s').click();
      await dialog().getByRole('radio', { name: 'Cancelled' }).check();
      await page.getByRole('heading', { name: 'Delete Joe’s?' }).waitFor();
      await button(page, 'Keep the tenant').click();
      await button(dialog(), 'Cancel').click();
      expect(await nora.get(`/tenants/${await tenantId(nora, 'joesbar')}`)).toMatchObject({ status: 'ACTIVE' });
    });

    await step('each of these actions is in the audit log, with its user and address', async () => {
      const id = await tenantId(nora, 'joesbar');
      const { items } = await nora.get(`/audit-events?tenantId=${id}&limit=200`);
      const done = [
        'tenant.created',
        'tenant.edited',
        'extension.created',
        'extension.credentials_shown',
        'tenant.suspended',
        'tenant.reactivated',
        'tenant.cancelled',
      ];
      for (const action of done) {
        const events = items.filter((event: { action: string }) => event.action === action);
        expect(events, action).not.toHaveLength(0);
        for (const event of events) {
          expect(event).toMatchObject({
            actor: { id: nora.session.user.id, email: NORA, role: 'partner_admin' },
            ip: '127.0.0.1',
          });
          // actions on the tenant's pages are recorded as done for the tenant
          if (action.startsWith('extension.')) expect(event.actingForTenant).toEqual({ id, name: expect.any(String) });
        }
      }
      const all = (await nora.get('/audit-events?limit=200')).items;
      const newest = (action: string) => all.find((event: { action: string }) => event.action === action);
      const from = { target: { kind: 'user', id: nora.session.user.id }, ip: '127.0.0.1' };
      expect(newest('session.opened')).toMatchObject({ actor: { email: NORA }, ...from });
      // the user who entered the wrong password is unknown
      expect(newest('session.refused')).toMatchObject({ actor: { id: null, role: 'nobody' }, ...from });
      expect(JSON.stringify(items)).not.toMatch(/password"|ha1|sealed/i);
      await page.goto('/audit');
      await row(page, 'Audit log', 'Tenant cancelled').first().waitFor();
      await window.check();
    });
  },
);
