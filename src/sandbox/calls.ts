import { checkSimulation, startSimulatedCall } from '../calls/simulated-calls.ts';
import { ownTenants } from '../platform/db/chosen-tenants.ts';
import { setContext, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { type Caller, seesTenant } from '../platform/http/caller.ts';
import { errorFactory, platformErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import type { SandboxCall, SandboxCallCreate } from './calls-contract.ts';
import { SANDBOX_MAX, sandboxErrors } from './contract.ts';

const fail = errorFactory({ ...platformErrors, ...statusErrors, ...sandboxErrors });

const invalid = (path: 'tenantId' | 'extensionId', message: string) =>
  fail('invalid', 'The call can’t be played.', { errors: [{ path, message }] });

/**
 * Simulates an inbound call to a sandbox. Codes: `invalid` (no such sandbox or extension), `tenant_suspended`, `tenant_cancelled`, `too_many_calls`.
 */
export async function playCall(
  tx: Tx,
  by: Caller,
  { partnerId, input, now }: { partnerId: string; input: SandboxCallCreate; now: Date },
): Promise<SandboxCall> {
  const { tenantId, extensionId, from, ...play } = input;
  const own = await ownTenants(tx, [tenantId], 'test');
  if (!own.has(tenantId) || !seesTenant(by, tenantId)) throw invalid('tenantId', 'You don’t have this sandbox.');
  await setContext(tx, { actorId: by.id, partnerId, tenantId });
  const { status, hasExtension, isFull } = await checkSimulation(tx, tenantId, extensionId);
  if (!hasExtension) throw invalid('extensionId', 'The sandbox doesn’t have this extension.');
  const refusal = status && statusRefusal(status, 'inbound');
  if (refusal) throw fail(refusal.code, refusal.message);
  if (isFull)
    throw fail('too_many_calls', `A sandbox has at most ${SANDBOX_MAX.callsAtOnce} calls at once.`, {
      extra: { limit: SANDBOX_MAX.callsAtOnce },
    });
  const id = await startSimulatedCall(tx, { tenantId, extensionId, from }, play, now);
  const after = { outcome: play.outcome, extensionId };
  await recordEvent(tx, by, { action: 'call.played', target: { kind: 'call', id }, partnerId, tenantId, after });
  return { id };
}
