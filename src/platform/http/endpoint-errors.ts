import { statusErrors } from '../../status/contract.ts';
import { type Endpoint, isWrite, takesIdempotencyKey } from './endpoint.ts';
import { type ErrorTable, pickErrors, platformErrors } from './errors.ts';

/** All error codes of an endpoint: its own, and those that follow from its declaration. Tests fail on any other. */
export function errorsOf(endpoint: Endpoint): ErrorTable {
  const { scope, path, headers, secret, inAnyStatus, errors } = endpoint;
  const writes = isWrite(endpoint);
  const signedIn = scope !== 'nobody';
  const obeysStatus = scope === 'tenant' && !inAnyStatus;
  return {
    // unknown query parameters and keys in the query are refused everywhere
    ...pickErrors(platformErrors, 'key_in_address', 'invalid', 'internal', 'unavailable'),
    ...(signedIn && pickErrors(platformErrors, 'unauthenticated', 'rate_limited')),
    ...(signedIn && scope !== 'self' && pickErrors(platformErrors, 'second_factor_setup_required')),
    ...((writes || signedIn) && pickErrors(platformErrors, 'forbidden')),
    ...(path.includes('{') && pickErrors(platformErrors, 'not_found')),
    ...(writes && pickErrors(platformErrors, 'malformed', 'too_large', 'unsupported_media_type')),
    ...(headers?.includes('If-Match') && pickErrors(platformErrors, 'stale_version')),
    ...(obeysStatus && pickErrors(statusErrors, 'tenant_suspended')),
    ...(obeysStatus && writes && pickErrors(statusErrors, 'tenant_cancelled')),
    ...(takesIdempotencyKey(endpoint) && {
      ...pickErrors(platformErrors, 'idempotency_mismatch', 'idempotency_running'),
      ...(secret && pickErrors(platformErrors, 'already_answered')),
    }),
    ...errors,
  };
}
