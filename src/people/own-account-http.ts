import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import {
  changePassword,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  preparePasswordChange,
  requestPasswordReset,
} from './own-account.ts';
import type { PeopleDeps } from './origin.ts';

/** What everybody does with the own account, whatever the role and whatever became of the tenant. */
export function ownAccountRoutes(server: Server, deps: PeopleDeps): void {
  for (const [method, id] of [
    ['PUT', 'changePassword'],
    ['POST', 'changePasswordByPost'],
  ] as const) {
    server.endpoint({
      method,
      path: '/session/password',
      id,
      summary: 'Change your own password; signs you out everywhere else',
      permission: 'anyone',
      scope: 'self',
      body: contract.ChangePassword,
      answers: { 204: null },
      secret: true,
      before: ({ caller, body, request }) => preparePasswordChange(deps, caller, body, request),
      handle: ({ tx, caller, prepared, request }) => changePassword(tx, deps, caller, prepared, request),
    });
  }

  server.endpoint({
    method: 'POST',
    path: '/password-resets',
    id: 'requestPasswordReset',
    summary: 'Ask for a link by mail to choose a new password; the answer is the same for every address',
    permission: 'anyone',
    scope: 'nobody',
    body: contract.PasswordReset,
    answers: { 202: contract.PasswordResetAnswer },
    handle: ({ tx, body, request }) => requestPasswordReset(tx, deps, body.email, request),
  });

  server.endpoint({
    method: 'GET',
    path: '/sessions',
    id: 'listOwnSessions',
    summary: 'Where you are signed in',
    permission: 'anyone',
    scope: 'self',
    answers: { 200: contract.OwnSessionList },
    handle: ({ tx, request }) => listOwnSessions(tx, deps, request),
  });

  server.endpoint({
    method: 'DELETE',
    path: '/sessions',
    id: 'endOtherSessions',
    summary: 'Sign out everywhere but here',
    permission: 'anyone',
    scope: 'self',
    answers: { 204: null },
    handle: ({ tx, caller, request }) => endOtherSessions(tx, deps, caller, request),
  });

  server.endpoint({
    method: 'DELETE',
    path: '/sessions/:sessionId',
    id: 'endOwnSession',
    summary: 'Sign out one of your sessions',
    permission: 'anyone',
    scope: 'self',
    answers: { 204: null },
    handle: ({ tx, caller, params, request }) => endOwnSession(tx, caller, params.sessionId ?? '', request),
  });
}
