import { expect, test } from 'vitest';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, NORA, tenantId, VICTOR } from '../demo.ts';
import { button, column, faultOf, field, reasonOf, row, table } from '../pages.ts';
import { step } from '../step.ts';

let bakery: string;

useBrowserSession({}, async () => {
  bakery = await tenantId(nora, 'bakery');
});

const dialog = () => page.getByRole('dialog');
const names = () => column(page, 'Contacts', 'Name');
const items = (label: string) => dialog().getByRole('list', { name: label }).getByRole('listitem').allTextContents();

test('a partner adds, edits and deletes a tenant’s contacts', async () => {
  await window.signIn(NORA);

  await step('the demo’s ten contacts are sorted by name', async () => {
    await page.goto(`/tenants/${bakery}/contacts`);
    await row(page, 'Contacts', 'Maria Rossi').waitFor();
    expect(await names()).toHaveLength(10);
    await window.check();
  });

  await step('search finds them by name, company and number', async () => {
    for (const [text, name] of [
      ['dairy', 'Ahmed Khan'],
      ['555-0125', 'Ellen Park'],
    ] as const) {
      await field(page, 'Search contacts').fill(text);
      await row(page, 'Contacts', 'Maria Rossi').waitFor({ state: 'detached' });
      await row(page, 'Contacts', name).waitFor();
      expect(await names()).toEqual([name]);
    }
    await field(page, 'Search contacts').fill('nobody at all');
    await page.getByText('No contacts found').waitFor();
    await window.check();
    await button(page, 'Clear the search').click();
    await row(page, 'Contacts', 'Maria Rossi').waitFor();
  });

  await step('a contact is added with several numbers', async () => {
    await button(page, 'New contact').click();
    await field(dialog(), 'Name').fill('Zoe Adler');
    await field(dialog(), 'Number 1').fill('12');
    await button(dialog(), 'Add another number').click();
    await field(dialog(), 'Number 2').fill('+44 20 7946 0958');
    await dialog().getByRole('combobox', { name: 'Kind of number 2' }).click();
    await page.getByRole('option', { name: 'Home' }).click();
    await button(dialog(), 'Create contact').click();
    expect(await faultOf(field(dialog(), 'Number 1'))).toContain('Enter a phone number such as +12125550101.');
    await window.check();
    await field(dialog(), 'Number 1').fill('(212) 555-0177');
    await button(dialog(), 'Create contact').click();
    const added = row(page, 'Contacts', 'Zoe Adler');
    await added.waitFor();
    expect(await added.getByRole('listitem').allTextContents()).toEqual([
      '(212) 555-0177 work',
      '+44 20 7946 0958 home',
    ]);
  });

  await step('it is edited, and deleted after a confirmation', async () => {
    await button(page, 'Edit Zoe Adler').click();
    await field(dialog(), 'Company').fill('Adler & Co.');
    await button(dialog(), 'Remove number 1').click();
    await window.check();
    expect(await reasonOf(button(dialog(), 'Remove number 1'))).toBe('A contact needs at least one number.');
    await button(dialog(), 'Save changes').click();
    const edited = row(page, 'Contacts', 'Adler & Co.');
    await edited.waitFor();
    expect(await edited.getByRole('listitem').allTextContents()).toEqual(['+44 20 7946 0958 home']);
    await button(page, 'Delete Zoe Adler').click();
    await window.check();
    await button(dialog(), 'Delete contact').click();
    await edited.waitFor({ state: 'detached' });
  });
});

const FILE =
  'First Name;Last Name;Company;Mobile Phone;E-mail\nÅsa;Lind;;+46 70 174 06 05;a@b.example\nEllen;Park;;(646) 555-0125;\nMaria;Rossi;Hudson Flour Co.;212 555 0188;\nBad;One;;12;\n';

test('Escape asks before pasted contacts are lost', async () => {
  await page.goto(`/tenants/${bakery}/contacts`);
  await button(page, 'Import').click();
  const text = field(dialog(), 'Or paste its text');
  await text.fill(FILE);
  await text.press('Escape');
  await button(page, 'Keep editing').click();
  expect(await text.inputValue()).toBe(FILE);
  await text.press('Escape');
  await button(page, 'Discard').click();
  await dialog().waitFor({ state: 'detached' });
});

test('a file of contacts is previewed row by row, then imported', async () => {
  await page.goto(`/tenants/${bakery}/contacts`);
  await button(page, 'Import').click();
  await field(dialog(), 'File').setInputFiles({
    name: 'contacts.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\ufeff${FILE}`, 'utf16le'),
  });
  await button(dialog(), 'Preview').click();
  await dialog().getByText('1 contact would be added.').waitFor();
  expect(await items('What the import will do')).toEqual([
    'Not imported: E-mail.',
    '1 row would be rejected.',
    '1 row is already here unchanged.',
    '1 contact would be changed.',
    '1 contact would be added.',
  ]);
  expect(await items('Rows')).toEqual([
    'Line 5: Bad One“12” isn’t a phone number such as +12125550101.',
    'Line 4: Maria RossiChanges numbers: (212) 555-0121, (212) 555-0188',
    'Line 2: Åsa LindNew: +46 70 174 06 05',
    'Line 3: Ellen ParkAlready here',
  ]);
  await window.check();
  expect((await nora.get(`/tenants/${bakery}/contacts`)).total).toBe(10);
  await button(dialog(), 'Import 2 contacts').click();
  await dialog().getByText('1 row was rejected.').waitFor();
  await window.check();
  await button(dialog(), 'Close').last().click();
  await row(page, 'Contacts', 'Åsa Lind').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export CSV').click()]);
  expect(download.suggestedFilename()).toBe('contacts.csv');
});

test('the tenant’s own admin has the same page, and a viewer can’t change it', async () => {
  await window.signIn(BAKERY_OWNER);
  await page.goto(`/tenants/${bakery}/contacts`);
  await row(page, 'Contacts', 'Maria Rossi').waitFor();
  await window.check();
  await page.setViewportSize({ width: 390, height: 844 });
  await window.check();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await button(page, 'New contact').click();
  await dialog().waitFor();
  await window.check();
  await page.setViewportSize({ width: 1280, height: 800 });
  await button(dialog(), 'Cancel').click();
  await window.signIn(VICTOR);
  await page.goto(`/tenants/${bakery}/contacts`);
  await table(page, 'Contacts').waitFor();
  expect(await reasonOf(button(page, 'New contact'))).toBe('View only. Ask an admin to make changes.');
  expect(await button(page, 'Export CSV').count()).toBe(0);
});

test('phones download the directory at addresses that an admin can see and replace', async () => {
  await window.signIn(BAKERY_OWNER);
  await page.goto(`/tenants/${bakery}/contacts`);
  await button(page, 'Turn on').click();
  const address = async () => (await dialog().getByRole('status', { name: 'Yealink' }).textContent()) ?? '';
  await dialog().getByRole('status', { name: 'Snom' }).waitFor();
  await window.check();
  const first = await address();
  await button(dialog(), 'Done').click();
  /** The names in the directory's XML. */
  const names = (url: string): Promise<unknown> =>
    page.evaluate(`(async () => {
      const response = await fetch(${JSON.stringify(new URL(url).pathname)}, { method: 'POST' });
      if (!response.ok) return response.status;
      const parsed = new DOMParser().parseFromString(await response.text(), 'text/xml');
      return [...parsed.querySelectorAll('DirectoryEntry > Name')].map(({ textContent }) => textContent);
    })()`);
  expect(await names(first)).toEqual(expect.arrayContaining(['Counter', 'Maria Rossi', 'St. Mark’s School']));
  await button(page, 'Renew addresses').click();
  await button(dialog(), 'Renew addresses').click();
  await dialog().waitFor({ state: 'detached' });
  expect(await names(first)).toBe(404);
  await button(page, 'Show addresses').click();
  await dialog().getByRole('status', { name: 'Snom' }).waitFor();
  expect(await names(await address())).toContain('Counter');
  await button(dialog(), 'Done').click();
  await button(page, 'Turn off').click();
  await button(dialog(), 'Turn off').click();
  await button(page, 'Turn on').waitFor();
  await window.check();
});
