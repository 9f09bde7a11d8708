import type { z } from 'zod';
import type { Seller } from '../invoices/parties-contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { WholesaleSettings, WholesaleSettingsPut } from './contract.ts';
import * as sql from './sql.ts';

const toSettings = (row: sql.SettingsRow): WholesaleSettings => ({
  legalName: row.legal_name,
  address: row.address,
  taxIds: row.tax_ids,
  footer: row.footer,
  version: row.version,
});

export const readSettings = async (tx: Tx): Promise<WholesaleSettings> => toSettings(await sql.readSettings(tx));

/** By the operator. Invoices that have been issued stay as they are. Codes: `stale_version`. */
export async function saveSettings(
  tx: Tx,
  by: Actor,
  { version: _ignored, ...input }: z.output<typeof WholesaleSettingsPut>,
  ifMatch: number | null,
): Promise<WholesaleSettings> {
  const { version, ...before } = toSettings(await sql.lockSettings(tx));
  checkVersion(ifMatch, version);
  const changed = changes(before, input);
  if (!changed) return { ...before, version };
  const { legalName, address, taxIds, footer } = input;
  await sql.putSettings(tx, { legal_name: legalName, address, tax_ids: taxIds, footer });
  await recordEvent(tx, by, {
    action: 'wholesale_settings.edited',
    target: { kind: 'wholesale_settings', id: 'operator' },
    partnerId: null,
    ...changed,
  });
  return readSettings(tx);
}

/** How the operator stands on an invoice that is issued now. */
export async function readSeller(tx: Tx): Promise<Seller> {
  const { legalName, address, taxIds, footer } = await readSettings(tx);
  return { name: legalName === '' ? 'The platform operator' : legalName, address, taxIds, footer };
}
