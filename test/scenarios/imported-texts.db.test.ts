import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { faultOf } from '../../src/platform/values/characters.ts';
import { freeText, label, optionalLabel } from '../../src/platform/values/values.ts';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';
import { readApi } from '../generated.ts';
import { createOneOfEach, type Parameter } from '../one-of-each.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

/**
 * What a file brings is checked like what the API brings. Each import reads files whose cells hold anything, one after the other; nothing may be stored
 * or answered that the text types refuse.
 */
let app: TestApp;
let admin: ApiUser;
let operator: ApiUser;
let ids: Record<Parameter, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Mine');
  admin = await app.user('partner_admin', { partnerId });
  operator = await app.user('operator');
  ids = await createOneOfEach(app, admin, { partnerId });
});
afterAll(() => app.close());

const LIMITS = [39, 39, 99, 99, 199, 199].map((length) => `${'x'.repeat(length)}😀`);
const TEXTS = [...HOSTILE_NAMES.filter((_, index) => index % 3 < 2), ...LIMITS];

type Import = {
  by: () => ApiUser;
  path: () => string;
  headings: readonly string[];
  /** the cells of a valid row, different for each n */
  row: (n: number) => string[];
  /** what it stores, and the types of the fields that come from cells */
  stored: () => Promise<Record<string, unknown>[]>;
  types: Record<string, z.ZodType>;
  /** one bad row refuses the whole file */
  wholeFile?: true;
};

const listed = async (by: ApiUser, path: string): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  let cursor = '';
  do {
    const { body } = await by.call('GET', `${path}?limit=200${cursor}`);
    items.push(...body.items);
    cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : '';
  } while (cursor !== '');
  expect(items.length).toBeGreaterThan(0);
  return items;
};
const wholesalePath = () => `/operator/partners/${ids.partnerId}/wholesale-tables/${ids.wholesaleTableId}`;
const RATES = {
  headings: ['Prefix', 'Destination', 'Per minute', 'Increments', 'Setup', 'Currency'],
  row: (n: number) => [String(440_000 + n), 'London', '0.02', '60/60', '0.01', 'USD'],
  types: { destination: optionalLabel(100) },
  wholeFile: true,
} as const;

/** Every import of the API, by the id of its endpoint. */
const IMPORTS: Record<string, Import> = {
  importNumberListEntries: {
    by: () => admin,
    path: () => `/tenants/${ids.tenantId}/number-lists/${ids.numberListId}/import`,
    headings: ['Number', 'Note', 'City'],
    row: (n) => [`+1212555${1000 + n}`, 'Office', 'Troy'],
    stored: () => listed(admin, `/tenants/${ids.tenantId}/number-lists/${ids.numberListId}/entries`),
    types: { note: optionalLabel(200) },
  },
  importDids: {
    by: () => admin,
    path: () => '/dids/import',
    headings: ['Number', 'External ID', 'City'],
    row: (n) => [`+1212556${1000 + n}`, `id-${n}`, 'Troy'],
    stored: () => listed(admin, '/dids'),
    types: { externalId: optionalLabel(200).nullable() },
  },
  importContacts: {
    by: () => admin,
    path: () => `/tenants/${ids.tenantId}/contacts/import`,
    headings: ['Name', 'Company', 'Mobile', 'Note', 'ID', 'City'],
    row: (n) => [`Ann ${n}`, 'Bakery', `+1212557${1000 + n}`, 'Rude', '', 'Troy'],
    stored: () => listed(admin, `/tenants/${ids.tenantId}/contacts`),
    types: { name: label(), company: optionalLabel(), note: freeText(1000) },
  },
  importRates: {
    by: () => admin,
    path: () => `/rate-tables/${ids.tableId}/import`,
    stored: () => listed(admin, `/rate-tables/${ids.tableId}/rates`),
    ...RATES,
  },
  importWholesaleRates: {
    by: () => operator,
    path: () => `${wholesalePath()}/import`,
    stored: () => listed(operator, `${wholesalePath()}/rates`),
    ...RATES,
  },
};
/** These have the same parser as another: a job reads the file of any size as `importRates` reads a small one. */
const SAME_PARSER = { uploadRates: 'importRates', uploadWholesaleRates: 'importWholesaleRates' };

test('the imports here are those of the API', async () => {
  const { endpoints } = await readApi();
  const takesFile = endpoints.filter(({ body }) =>
    JSON.stringify(body?.toJSONSchema({ io: 'input', unrepresentable: 'any' }) ?? {}).includes('"fileText"'),
  );
  const known = [...Object.keys(IMPORTS), ...Object.keys(SAME_PARSER)];
  expect(takesFile.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
});

const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');

/** The strings of a response that could not be stored as a text of several lines. */
function faulty(value: unknown): string[] {
  if (typeof value === 'string') return faultOf(value, 'many') === null ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(faulty) : [];
}

test.each(Object.entries(IMPORTS))('%s stores and shows only text that the API would take', async (_, one) => {
  const { headings, row, types, wholeFile } = one;
  const problems: unknown[] = [];
  let n = 0;
  const send = async (rows: string[][], heads: readonly string[] = headings) => {
    const { status, body, text } = await one.by().call('POST', one.path(), { csv: toCsv([heads, ...rows]) });
    if (status >= 500) problems.push({ status, rows: rows.slice(0, 3) });
    problems.push(...faulty(body ?? text));
  };
  const check = async () => {
    for (const item of await one.stored())
      for (const [field, type] of Object.entries(types)) {
        const read = type.safeParse(item[field]);
        if (!read.success || read.data !== item[field]) problems.push({ field, text: item[field] });
      }
  };
  await send([row(n++)]);
  for (const column of headings.keys()) {
    const rows = TEXTS.map((text) => row(n++).map((cell, at) => (at === column ? text : cell)));
    if (!wholeFile) await send(rows);
    // the next file replaces what a whole file has stored
    const isStored = wholeFile && headings[column] === 'Destination';
    for (const only of wholeFile ? rows.filter((_row, index) => index % (isStored ? 2 : 8) === 1) : []) {
      await send([only]);
      if (isStored) await check();
    }
  }
  for (const text of TEXTS.filter((_text, index) => index % 7 === 0))
    await send(
      [row(n++)],
      headings.map((heading, at) => (at === headings.length - 1 ? text : heading)),
    );
  await send([row(n++)]);
  await check();
  expect(problems).toEqual([]);
});
