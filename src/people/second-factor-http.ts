import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { provePassword } from './own-account.ts';
import type { PeopleDeps } from './origin.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  countCode,
  disableSecondFactor,
  proveBoth,
  readSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts';

/** Everybody's own second factor: set up in two steps, so that nobody is locked out by an app that did not take the secret. */
export function secondFactorRoutes(server: Server, deps: PeopleDeps): void {
  const path = '/session/second-factor';
  const own = { permission: 'anyone', scope: 'self' } as const;

  server.endpoint({
    ...own,
    method: 'GET',
    path,
    id: 'getSecondFactor',
    summary: 'Whether your account asks for a code, and whether it has to',
    answers: { 200: contract.SecondFactor },
    handle: ({ tx, caller, request }) => readSecondFactor(tx, deps, caller, request),
  });

  server.endpoint({
    ...own,
    method: 'POST',
    path,
    id: 'beginSecondFactor',
    summary:
      'Begin to set up a second factor: the secret for an authenticator app. Nothing asks for it until it is confirmed',
    body: contract.ProvePassword,
    answers: { 201: contract.SecondFactorSetup },
    secret: true,
    before: ({ caller, body, request }) => provePassword(deps, caller, body.currentPassword, request),
    handle: ({ tx, caller, prepared }) => beginSecondFactor(tx, deps, caller, prepared),
  });

  server.endpoint({
    ...own,
    method: 'POST',
    path: `${path}/confirm`,
    id: 'confirmSecondFactor',
    summary:
      'Confirm the second factor with a code of the app; answers recovery codes and signs you out everywhere else',
    body: contract.ConfirmSecondFactor,
    answers: { 200: contract.RecoveryCodes },
    secret: true,
    before: ({ caller, request }) => countCode(deps, caller, request),
    handle: ({ tx, caller, body, prepared, request }) =>
      confirmSecondFactor(tx, deps, caller, body.code, prepared, request),
  });

  server.endpoint({
    ...own,
    method: 'POST',
    path: `${path}/recovery-codes`,
    id: 'renewRecoveryCodes',
    summary: 'New recovery codes; the ones before stop working',
    body: contract.ProveBoth,
    answers: { 200: contract.RecoveryCodes },
    secret: true,
    before: ({ caller, body, request }) => proveBoth(deps, caller, body, request),
    handle: ({ tx, caller, prepared, request }) => renewRecoveryCodes(tx, deps, caller, prepared, request),
  });

  for (const [method, at, id] of [
    ['DELETE', path, 'disableSecondFactor'],
    // for clients that drop the body of a DELETE
    ['POST', `${path}/disable`, 'disableSecondFactorByPost'],
  ] as const) {
    server.endpoint({
      ...own,
      method,
      path: at,
      id,
      summary: 'Turn off the second factor, with the password and a code',
      body: contract.ProveBoth,
      answers: { 204: null },
      before: ({ caller, body, request }) => proveBoth(deps, caller, body, request),
      handle: ({ tx, caller, prepared, request }) => disableSecondFactor(tx, deps, caller, prepared, request),
    });
  }
}
