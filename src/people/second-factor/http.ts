import type { Server } from '../../platform/http/server.ts';
import type { PeopleDeps } from '../origin.ts';
import { provePassword } from '../own-account/own-account.ts';
import * as endpoints from './endpoints.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  countCode,
  disableSecondFactor,
  provePasswordAndCode,
  readSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts';

/** Routes for a user's own second factor. Setup takes two steps, so that an app that failed to store the secret locks nobody out. */
export function secondFactorRoutes(server: Server, deps: PeopleDeps): void {
  server.on(endpoints.getSecondFactor, ({ tx, caller, request }) => readSecondFactor(tx, deps, caller, request));

  server.on(
    endpoints.beginSecondFactor,
    { prepare: ({ caller, body, request }) => provePassword(deps, caller, body.currentPassword, request) },
    ({ tx, caller, prepared }) => beginSecondFactor(tx, deps, caller, prepared),
  );

  server.on(
    endpoints.confirmSecondFactor,
    { prepare: ({ caller, request }) => countCode(deps, caller, request) },
    ({ tx, caller, body, prepared, request }) =>
      confirmSecondFactor(tx, deps, caller, { typed: body.code, attempt: prepared, request }),
  );

  server.on(
    endpoints.renewRecoveryCodes,
    { prepare: ({ caller, body, request }) => provePasswordAndCode(deps, caller, body, request) },
    ({ tx, caller, prepared, request }) => renewRecoveryCodes(tx, deps, caller, { proofs: prepared, request }),
  );

  for (const disable of [endpoints.disableSecondFactor, endpoints.disableSecondFactorByPost]) {
    server.on(
      disable,
      { prepare: ({ caller, body, request }) => provePasswordAndCode(deps, caller, body, request) },
      ({ tx, caller, prepared, request }) => disableSecondFactor(tx, deps, caller, { proofs: prepared, request }),
    );
  }
}
