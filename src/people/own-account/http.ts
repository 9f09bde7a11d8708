import type { Server } from '../../platform/http/server.ts';
import type { PeopleDeps } from '../origin.ts';
import * as endpoints from './endpoints.ts';
import {
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  preparePasswordChange,
  requestPasswordReset,
} from './own-account.ts';

/** Routes for one's own account, open to every role in every status of the tenant. */
export function ownAccountRoutes(server: Server, deps: PeopleDeps): void {
  for (const change of [endpoints.changePassword, endpoints.changePasswordByPost]) {
    server.on(
      change,
      { prepare: ({ caller, body, request }) => preparePasswordChange(deps, caller, body, request) },
      ({ tx, caller, prepared, request }) => changePassword(tx, deps, caller, { change: prepared, request }),
    );
  }

  server.on(endpoints.requestPasswordReset, ({ tx, body, request }) =>
    requestPasswordReset(tx, deps, body.email, request),
  );

  server.on(endpoints.listOwnSessions, ({ tx, request }) => listOwnSessions(tx, deps, request));

  server.on(endpoints.endOtherSessions, ({ tx, caller, request }) => endOtherSessions(tx, deps, caller, request));

  server.on(endpoints.endOwnSession, ({ tx, caller, params, request }) =>
    endOwnSession(tx, caller, params.sessionId, request),
  );
}
