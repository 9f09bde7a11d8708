import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent } from '../../platform/db/events.ts';
import { lockPartner } from '../../platform/db/partner-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import type { Seller } from '../parties-contract.ts';
import { DEFAULT_BOOKS_YEARS, type InvoiceSettings, type InvoiceSettingsPut } from './contract.ts';
import * as sql from './sql.ts';

export async function readSettings(tx: Tx, partnerId: string): Promise<InvoiceSettings> {
  const row = await sql.findSettings(tx, partnerId);
  if (row)
    return {
      legalName: row.legal_name,
      address: row.address,
      taxIds: row.tax_ids,
      footer: row.footer,
      timezone: row.timezone,
      booksYears: row.books_years,
      version: row.version,
    };
  const { timezone } = await sql.readPartner(tx, partnerId);
  return {
    legalName: '',
    address: '',
    taxIds: [],
    footer: '',
    timezone: timezone ?? 'UTC',
    booksYears: DEFAULT_BOOKS_YEARS,
    version: 0,
  };
}

/** The partner's calendar day, by which its documents and payments are dated. */
export async function partnerToday(tx: Tx, partnerId: string, now: Date): Promise<string> {
  const { timezone } = await readSettings(tx, partnerId);
  return dayAt(now.getTime(), timezone);
}

/** Issued documents don't change. */
export async function saveSettings(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    input,
    ifMatch,
  }: { partnerId: string; input: z.output<typeof InvoiceSettingsPut>; ifMatch: number | null },
): Promise<InvoiceSettings> {
  const { version: _ignored, ...put } = input;
  await lockPartner(tx, partnerId);
  const { version, ...before } = await readSettings(tx, partnerId);
  checkVersion(ifMatch, version);
  const settings = { ...put, booksYears: put.booksYears ?? before.booksYears };
  const changed = changes(before, settings);
  if (!changed && version > 0) return { ...before, version };
  await sql.putSettings(tx, partnerId, {
    legal_name: settings.legalName,
    address: settings.address,
    tax_ids: settings.taxIds,
    footer: settings.footer,
    timezone: settings.timezone,
    books_years: settings.booksYears,
  });
  await recordEvent(tx, by, {
    action: 'invoice_settings.edited',
    target: { kind: 'invoice_settings', id: partnerId },
    partnerId,
    before: changed?.before ?? null,
    after: changed?.after ?? settings,
  });
  return readSettings(tx, partnerId);
}

/** The partner's details for a document that is issued now, and the time zone of its date. */
export async function readIdentity(tx: Tx, partnerId: string): Promise<{ seller: Seller; timezone: string }> {
  const { legalName, address, taxIds, footer, timezone } = await readSettings(tx, partnerId);
  const name = legalName === '' ? (await sql.readPartner(tx, partnerId)).name : legalName;
  return { seller: { name, address, taxIds, footer }, timezone };
}
