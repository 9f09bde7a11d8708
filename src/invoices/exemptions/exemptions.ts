import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import type { TaxExemption, TaxExemptionPut } from './contract.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('tax_exemption');

export async function readExemption(tx: Tx, tenantId: string): Promise<TaxExemption> {
  const row = await sql.findExemption(tx, tenantId);
  if (!row) return { certificate: '', validFrom: null, validUntil: null, version: 0 };
  return { certificate: row.certificate, validFrom: row.valid_from, validUntil: row.valid_until, version: row.version };
}

/** Without a certificate the tenant pays taxes again. */
export async function saveExemption(
  tx: Tx,
  by: Actor,
  { tenant, input, ifMatch }: { tenant: Owner; input: z.output<typeof TaxExemptionPut>; ifMatch: number | null },
): Promise<TaxExemption> {
  const { version: _ignored, ...exemption } = input;
  await lockTenants(tx, [tenant.id]);
  const { version, ...before } = await readExemption(tx, tenant.id);
  checkVersion(ifMatch, version);
  const changed = changes(before, exemption);
  if (!changed) return { ...before, version };
  if (exemption.certificate === '') await sql.deleteExemption(tx, tenant.id);
  else
    await sql.putExemption(tx, {
      tenant_id: tenant.id,
      partner_id: tenant.partnerId,
      certificate: exemption.certificate,
      valid_from: exemption.validFrom,
      valid_until: exemption.validUntil,
    });
  await recordEvent(tx, by, { ...eventOf('tax_exemption.edited', tenant, tenant.id), ...changed });
  return readExemption(tx, tenant.id);
}
