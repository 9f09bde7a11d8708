import type { z } from 'zod';
import type { Destination } from '../destinations/contract.ts';
import { checkDestination, type Destinations, nameDestination, readDestination } from '../destinations/destinations.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { Home } from '../platform/numbers/e164.ts';
import {
  FORWARD_CONDITIONS,
  type Forwarding,
  type ForwardingPut,
  type ForwardingSettings,
  NO_FORWARDING,
} from './contract.ts';
import * as sql from './sql.ts';

const toForwarding = (row: sql.ForwardingRow): Forwarding => ({
  always: row.always,
  busy: row.busy,
  noAnswer: row.no_answer,
  unreachable: row.unreachable,
  noAnswerSeconds: row.no_answer_seconds,
  doNotDisturb: row.do_not_disturb,
  confirmOutside: row.confirm_outside,
  version: row.version,
});

export async function readForwarding(tx: Tx, extensionId: string): Promise<Forwarding> {
  const row = await sql.findForwarding(tx, extensionId);
  return row ? toForwarding(row) : { ...NO_FORWARDING, version: 0 };
}

/** The forwarding of all extensions that have any, for the export. */
export async function allForwarding(tx: Tx) {
  const rows = await sql.listForwarding(tx);
  return rows.map((row) => {
    const { version: _version, ...settings } = toForwarding(row);
    return { extensionId: row.extension_id, extensionNumber: row.number, extensionName: row.name, ...settings };
  });
}

/**
 * Sets where an extension's calls go, for the page, the API and the star codes alike. Applies to the next call. Codes: `invalid` (a target
 * that isn't the tenant's, or the extension itself), `not_permitted` (an outside number).
 */
export async function saveForwarding(
  tx: Tx,
  by: Actor,
  {
    tenant,
    extensionId,
    settings: written,
    ifMatch,
    destinations,
  }: {
    tenant: Owner;
    extensionId: string;
    settings: ForwardingSettings;
    ifMatch: number | null;
    destinations: Destinations;
  },
): Promise<Forwarding> {
  await lockTenants(tx, [tenant.id]);
  if (!(await sql.findExtension(tx, extensionId))) throw notFound();
  const { version, ...before } = await readForwarding(tx, extensionId);
  checkVersion(ifMatch, version);
  const settings = readForwards(written, await tenantHome(tx, tenant.id));
  const changed = changes(before, settings);
  if (!changed) return { ...before, version };
  await checkForwards(tx, destinations, { tenantId: tenant.id, extensionId, forwards: changed.after });
  const named = {
    before: await audited(tx, tenant.id, changed.before, destinations),
    after: await audited(tx, tenant.id, changed.after, destinations),
  };
  await sql.putForwarding(
    tx,
    { id: extensionId, tenantId: tenant.id },
    {
      always: settings.always,
      busy: settings.busy,
      no_answer: settings.noAnswer,
      unreachable: settings.unreachable,
      no_answer_seconds: settings.noAnswerSeconds,
      do_not_disturb: settings.doNotDisturb,
      confirm_outside: settings.confirmOutside,
    },
  );
  await recordEvent(tx, by, {
    ...eventOf('extension.forwarding_saved', tenant, extensionId),
    ...named,
  });
  return readForwarding(tx, extensionId);
}

/** What a PUT sets. */
export const settingsOf = ({ version: _ignored, ...settings }: z.output<typeof ForwardingPut>): ForwardingSettings =>
  settings;

/** Reads outside numbers as written in the tenant's country. */
function readForwards(settings: ForwardingSettings, home: Home): ForwardingSettings {
  const read = { ...settings };
  for (const path of FORWARD_CONDITIONS) read[path] = read[path] && readDestination(read[path], home, path);
  return read;
}

/**
 * A forward to the extension itself can only be a mistake. Longer loops are allowed: two colleagues may forward to each
 * other on busy, and a loop of unconditional forwards ends when the call reaches an extension for the second time.
 */
async function checkForwards(
  tx: Tx,
  destinations: Destinations,
  { tenantId, extensionId, forwards }: { tenantId: string; extensionId: string; forwards: Partial<ForwardingSettings> },
): Promise<void> {
  for (const path of FORWARD_CONDITIONS) {
    const destination = forwards[path];
    if (!destination) continue;
    if (destination.kind === 'extension' && destination.id === extensionId) {
      throw invalidField(`${path}.id`, 'An extension can’t forward to itself.');
    }
    await checkDestination(tx, tenantId, destination, { path, destinations });
  }
}

/** The settings as the audit trail records them: destinations by their names. */
async function audited(
  tx: Tx,
  tenantId: string,
  settings: Partial<ForwardingSettings>,
  destinations: Destinations,
): Promise<Record<string, unknown>> {
  const name = async (destination: Destination | null | undefined) =>
    destination ? nameDestination(tx, tenantId, destination, destinations) : 'off';
  const named: Record<string, unknown> = { ...settings };
  for (const condition of FORWARD_CONDITIONS)
    if (condition in settings) named[condition] = await name(settings[condition]);
  return named;
}

const eventOf = eventsOf('extension');
