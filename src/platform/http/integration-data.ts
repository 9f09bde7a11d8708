import { type Caller, isTenantRole } from './caller.ts';
import { type AppError, fail } from './errors.ts';

/** Refuses requests of a tenant's own users that contain the partner's integration data. */
export function refuseIntegrationData(caller: Caller, body: unknown): AppError | null {
  if (!isTenantRole(caller.role) || typeof body !== 'object' || body === null) return null;
  const named = ['externalId', 'metadata'].filter((field) => Object.hasOwn(body, field));
  if (named.length === 0) return null;
  const errors = named.map((path) => ({ path, message: 'Only your provider can change this.' }));
  return fail('forbidden', 'Only your provider can change this.', { errors });
}
