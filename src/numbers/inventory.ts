import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { addExternalIds, saveIntegrationData } from '../platform/db/integration-data.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { mergeIntegrationData, NO_INTEGRATION_DATA } from '../platform/values/integration-data.ts';
import { type Did, type DidEdit, type DidQuery, type DidsCreated, numberErrors } from './contract.ts';
import { toDid } from './numbers.ts';
import { ageingUntil, readEntries, toRanges } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...numberErrors });

type Refused = z.infer<typeof DidsCreated>['refused'][number];

export async function listInventory(tx: Tx, partnerId: string, query: z.output<typeof DidQuery>, now: Date) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search, status, tenantId, externalId, metadata } = query;
  const filter = { partnerId, search, status, tenantId, externalId, metadata };
  const rows = await sql.listDids(tx, filter, page);
  const total = await sql.countDids(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), (row) => toDid(row, now));
}

export async function findNumber(tx: Tx, id: string): Promise<sql.DidRow | null> {
  return (await sql.findDids(tx, [id]))[0] ?? null;
}

/** Saves a number's external id and metadata. Codes: `stale_version`, `external_id_taken`, `invalid`. */
export async function editNumber(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    id,
    patch,
    ifMatch,
    now,
  }: { partnerId: string; id: string; patch: z.output<typeof DidEdit>; ifMatch: number | null; now: Date },
): Promise<Did> {
  const [row] = await sql.lockDids(tx, [id]);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  const before = row.integration ?? NO_INTEGRATION_DATA;
  const integration = mergeIntegrationData(before, patch);
  const changed = changes(before, integration);
  if (!changed) return toDid(row, now);
  const tenantId = row.tenant_id;
  await saveIntegrationData(tx, by, { noun: 'did', id, partnerId, tenantId }, { before, after: integration });
  await sql.bumpVersion(tx, id);
  const target = { kind: 'did', id };
  const { number } = row;
  await recordEvent(tx, by, {
    action: 'did.edited',
    target,
    partnerId,
    tenantId,
    before: { number, ...changed.before },
    after: { number, ...changed.after },
  });
  return toDid({ ...row, integration, version: row.version + 1 }, now);
}

/** Adds numbers and ranges to the inventory and returns one result per number. Unreadable entries fail the request with 422 and their paths. */
export async function addNumbers(
  tx: Tx,
  by: Actor,
  { partnerId, entries, now }: { partnerId: string; entries: string[]; now: Date },
): Promise<z.infer<typeof DidsCreated>> {
  const { numbers, faults, tooMany } = readEntries(entries.map((text, index) => ({ text, index })));
  if (tooMany) throw tooManyIn('numbers');
  if (faults.length > 0) {
    throw fail('invalid', 'Some entries are not phone numbers.', {
      errors: faults.map(({ entry, message }) => ({ path: `numbers.${entry.index}`, message })),
    });
  }
  const { added, refused } = await insertNumbers(tx, by, { partnerId, numbers: [...numbers.keys()] });
  return { added: added.map((row) => toDid(row, now)), refused };
}

export function tooManyIn(path: string) {
  return invalidField(path, 'You can add at most 10,000 numbers at once.');
}

/** Removes an unassigned number from the inventory. A mistyped number would otherwise block the partner that really has it. */
export async function removeNumber(
  tx: Tx,
  by: Actor,
  { partnerId, id, ifMatch, now }: { partnerId: string; id: string; ifMatch: number | null; now: Date },
): Promise<void> {
  const [row] = await sql.lockDids(tx, [id]);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  if (row.status !== 'UNASSIGNED') throw fail('did_not_available', 'Release the number from its tenant first.');
  const until = ageingUntil({ status: row.status, releasedAt: row.released_at }, now)?.toISOString();
  // otherwise removing and adding it again would skip the quarantine
  if (until)
    throw fail('did_ageing', `This number is in quarantine until ${until.slice(0, 10)}. Remove it after that.`, {
      extra: { ageingUntil: until },
    });
  await sql.deleteDid(tx, id);
  const before = { number: row.number };
  await recordEvent(tx, by, { action: 'did.deleted', target: { kind: 'did', id }, partnerId, before });
}

/** Inserts the free ones of these numbers. `ids`: external ids by number. */
export async function insertNumbers(
  tx: Tx,
  by: Actor,
  { partnerId, numbers, ids = new Map() }: { partnerId: string; numbers: string[]; ids?: ReadonlyMap<string, string> },
) {
  const added = await sql.findDids(tx, await sql.insertDids(tx, partnerId, numbers));
  const named = added.flatMap(({ id, number }): [string, string][] => {
    const externalId = ids.get(number);
    return externalId === undefined ? [] : [[id, externalId]];
  });
  await addExternalIds(tx, partnerId, new Map(named));
  const done = new Set(added.map((row) => row.number));
  const left = numbers.filter((number) => !done.has(number));
  const own = new Set(await sql.ownNumbers(tx, partnerId, left));
  const refused = left.map((number): Refused =>
    own.has(number)
      ? { number, code: 'already_yours', message: 'Already in your inventory.' }
      : { number, code: 'did_not_available', message: 'Not available.' },
  );
  if (added.length > 0) {
    await recordEvent(tx, by, {
      action: 'dids.added',
      target: { kind: 'partner', id: partnerId },
      partnerId,
      after: { count: added.length, numbers: toRanges([...done]) },
    });
  }
  return { added, refused };
}
