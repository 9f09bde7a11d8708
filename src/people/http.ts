import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { acceptInvitation, prepareAcceptance, readInvitation } from './invitations.ts';
import { ownAccountRoutes } from './own-account-http.ts';
import { originOf, type PeopleDeps } from './origin.ts';
import { secondFactorRoutes } from './second-factor-http.ts';
import { securityRoutes } from './security-http.ts';
import { closeSession, currentSession, openSession, verifySignIn } from './sessions.ts';
import { userRoutes } from './users-http.ts';

export function peopleRoutes(server: Server, deps: PeopleDeps): void {
  sessionRoutes(server, deps);
  ownAccountRoutes(server, deps);
  secondFactorRoutes(server, deps);
  securityRoutes(server);
  invitationRoutes(server, deps);
  userRoutes(server, deps);
}

function sessionRoutes(server: Server, deps: PeopleDeps): void {
  server.endpoint({
    method: 'POST',
    path: '/session',
    id: 'signIn',
    summary:
      'Sign in; with `code` where the account has a second factor; slowed after wrong passwords, by address and by account from one address',
    permission: 'anyone',
    scope: 'nobody',
    body: contract.SignIn,
    answers: { 200: contract.Session },
    secret: true,
    before: ({ body, request }) => verifySignIn(deps, body, request),
    handle: ({ tx, prepared, request, reply }) => openSession(tx, deps.config, prepared, request, reply),
  });

  server.endpoint({
    method: 'GET',
    path: '/session',
    id: 'getSession',
    summary: 'Who is signed in, and what they may do',
    permission: 'anyone',
    scope: 'self',
    answers: { 200: contract.Session },
    handle: ({ tx, request }) => currentSession(tx, deps.config, request),
  });

  server.endpoint({
    method: 'DELETE',
    path: '/session',
    id: 'signOut',
    summary: 'Sign out',
    permission: 'anyone',
    scope: 'self',
    answers: { 204: null },
    handle: ({ tx, request, reply }) => closeSession(tx, deps.config, request, reply),
  });
}

function invitationRoutes(server: Server, deps: PeopleDeps): void {
  server.endpoint({
    method: 'POST',
    path: '/invitations/read',
    id: 'readInvitation',
    summary: 'Whom a link invites',
    permission: 'anyone',
    scope: 'nobody',
    body: contract.InvitationToken,
    answers: { 200: contract.Invitation },
    secret: true,
    before: ({ body, request }) => readInvitation(deps, body.token, request),
    handle: async ({ prepared }) => prepared,
  });

  server.endpoint({
    method: 'POST',
    path: '/invitations/accept',
    id: 'acceptInvitation',
    summary: 'Choose a password by a link that works once, and sign in',
    permission: 'anyone',
    scope: 'nobody',
    body: contract.AcceptInvitation,
    answers: { 200: contract.Session },
    secret: true,
    before: ({ body, request }) => prepareAcceptance(deps, body, request),
    handle: async ({ tx, prepared, request, reply }) => {
      const verified = await acceptInvitation(tx, prepared, originOf(request));
      return openSession(tx, deps.config, verified, request, reply);
    },
  });
}
