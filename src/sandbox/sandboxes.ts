import type { Tx } from '../platform/db/db.ts';
import { type Actor, modeOf } from '../platform/http/caller.ts';
import { errorFactory, platformErrors } from '../platform/http/errors.ts';
import { SANDBOX_MAX, sandboxErrors } from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...sandboxErrors });

/**
 * Decides whether a new tenant is a sandbox, by the request and by the mode of its key. Codes: `too_many_sandboxes`, `invalid` (a key of the other
 * mode).
 */
export async function decideSandbox(
  tx: Tx,
  by: Actor,
  partnerId: string,
  asked: boolean | undefined,
): Promise<boolean> {
  const { mode } = modeOf(by);
  const sandbox = asked ?? mode === 'test';
  if (mode !== undefined && sandbox !== (mode === 'test'))
    throw fail('invalid', 'A test key works with sandboxes, and a live key with all other tenants.', {
      errors: [{ path: 'sandbox', message: sandbox ? 'Use a test key.' : 'Use a live key.' }],
    });
  if (sandbox) await requireRoomForSandbox(tx, partnerId);
  return sandbox;
}

/** Refuses a partner's fourth sandbox, not counting cancelled ones. Code: `too_many_sandboxes`. */
export async function requireRoomForSandbox(tx: Tx, partnerId: string): Promise<void> {
  await sql.lockSandboxes(tx, partnerId);
  if ((await sql.countSandboxes(tx, partnerId)) >= SANDBOX_MAX.perPartner)
    throw fail('too_many_sandboxes', `You have ${SANDBOX_MAX.perPartner} sandboxes. Cancel one first.`, {
      extra: { limit: SANDBOX_MAX.perPartner },
    });
}
