import { outboundErrors } from '../outbound/contract.ts';
import { readPermissions } from '../outbound/outbound.ts';
import { permits } from '../outbound/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { errorFactory, invalidField, platformErrors } from '../platform/http/errors.ts';
import { numberKind } from '../platform/numbers/destination.ts';
import { readDialled } from '../platform/numbers/dialled.ts';
import { type Home, isE164, toE164 } from '../platform/numbers/e164.ts';
import { type Destination, type DestinationUse, NO_NUMBER, type Target } from './contract.ts';
import { targetOf } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...outboundErrors });

/** A kind of target, implemented by the slice that owns its table. */
export type TargetKind = {
  /** The target's name for people, such as "101 Front desk"; null if the tenant has no such target. */
  label: (tx: Tx, tenantId: string, id: string) => Promise<string | null>;
  /** The error for an unknown target: its message, and the hint for the field. */
  refusal: { message: string; field: string };
};

/** A slice whose rows lead to destinations. Both functions see the transaction's tenant only. */
export type DestinationUser = {
  uses: (tx: Tx, target: Target) => Promise<DestinationUse[]>;
  /** Removes references to a target that is about to be deleted. */
  release: (tx: Tx, target: Target) => Promise<void>;
};

/** All targets of calls, and everything that sends calls to them. The value is in `src/destinations.ts`. */
export type Destinations = { kinds: Record<Target['kind'], TargetKind>; users: readonly DestinationUser[] };

/** Reads an outside number as written in the tenant's country. Codes: `invalid`. */
export function readDestination<D extends Destination>(destination: D, home: Home, path: string): D {
  return destination.kind === 'external'
    ? { ...destination, number: readOutsideNumber(destination.number, home, `${path}.number`) }
    : destination;
}

/** The same for a number alone. `path`: that of its field. */
export function readOutsideNumber(written: string, home: Home, path: string): string {
  const number = toE164(written, home);
  if (number === null) throw invalidField(path, NO_NUMBER);
  return number;
}

/**
 * Refuses a destination that the tenant can't use: a target that isn't its own (`invalid`), an outside number that its outbound permissions
 * don't allow (`not_permitted`). A call checks again, because both can change. Returns the target's name for people, if it has one.
 */
export async function checkDestination(
  tx: Tx,
  tenantId: string,
  destination: Destination,
  { path, destinations }: { path: string; destinations: Destinations },
): Promise<string | null> {
  if (destination.kind === 'external') await checkOutsideNumber(tx, tenantId, destination.number, `${path}.number`);
  const target = targetOf(destination);
  if (!target) return null;
  const { label, refusal } = destinations.kinds[target.kind];
  const name = await label(tx, tenantId, target.id);
  if (name !== null) return name;
  throw invalidField(`${path}.id`, refusal.field, refusal.message);
}

/** The destination's name for people, such as "101 Front desk" or "+12125550101"; "nowhere" for none and for a deleted target. */
export async function nameDestination(
  tx: Tx,
  tenantId: string,
  destination: Destination,
  { kinds }: Destinations,
): Promise<string> {
  if (destination.kind === 'external') return destination.number;
  const target = targetOf(destination);
  return (target && (await kinds[target.kind].label(tx, tenantId, target.id))) ?? 'nowhere';
}

async function checkOutsideNumber(tx: Tx, tenantId: string, number: string, path: string): Promise<void> {
  if (!isE164(number)) throw invalidField(path, NO_NUMBER);
  const home = await tenantHome(tx, tenantId);
  if (readDialled(number, home).kind === 'emergency') {
    throw invalidField(path, 'Calls can’t be sent on to an emergency number.');
  }
  if (await sql.isOwnNumber(tx, tenantId, number)) {
    throw invalidField(path, 'This is one of the tenant’s own numbers. Choose what it leads to instead.');
  }
  if (permits(await readPermissions(tx, tenantId), numberKind(number, home.country))) return;
  const message =
    'This tenant isn’t allowed to call numbers of that kind. The partner can allow it under Outbound calls.';
  throw fail('not_permitted', message, { errors: [{ path, message }] });
}

/** Everything of the transaction's tenant that leads to the target. */
export async function usesOf(tx: Tx, target: Target, { users }: Destinations): Promise<DestinationUse[]> {
  const found: DestinationUse[] = [];
  for (const user of users) found.push(...(await user.uses(tx, target)));
  return found;
}

/** Removes all references to a target that is about to be deleted. Returns what led to it, for the audit trail. */
export async function releaseTarget(tx: Tx, target: Target, destinations: Destinations): Promise<DestinationUse[]> {
  const uses = await usesOf(tx, target, destinations);
  for (const user of destinations.users) await user.release(tx, target);
  return uses;
}
