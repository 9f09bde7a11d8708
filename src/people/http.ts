import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { acceptInvitation, prepareAcceptance, readInvitation } from './invitations/invitations.ts';
import { originOf, type PeopleDeps } from './origin.ts';
import { ownAccountRoutes } from './own-account/http.ts';
import { secondFactorRoutes } from './second-factor/http.ts';
import { securityRoutes } from './security/http.ts';
import { closeSession, currentSession, openSession, verifySignIn } from './sign-in/sessions.ts';
import { userRoutes } from './users/http.ts';

export function peopleRoutes(server: Server, deps: PeopleDeps): void {
  sessionRoutes(server, deps);
  ownAccountRoutes(server, deps);
  secondFactorRoutes(server, deps);
  securityRoutes(server);
  invitationRoutes(server, deps);
  userRoutes(server, deps);
}

function sessionRoutes(server: Server, deps: PeopleDeps): void {
  server.on(
    endpoints.signIn,
    { prepare: ({ body, request }) => verifySignIn(deps, body, request) },
    ({ tx, prepared, request, reply }) => openSession(tx, deps.config, prepared, { request, reply }),
  );

  server.on(endpoints.getSession, ({ tx, request }) => currentSession(tx, deps.config, request));

  server.on(endpoints.signOut, ({ tx, request, reply }) => closeSession(tx, deps.config, request, reply));
}

function invitationRoutes(server: Server, deps: PeopleDeps): void {
  server.on(
    endpoints.readInvitation,
    { prepare: ({ body, request }) => readInvitation(deps, body.token, request) },
    async ({ prepared }) => prepared,
  );

  server.on(
    endpoints.acceptInvitation,
    { prepare: ({ body, request }) => prepareAcceptance(deps, body, request) },
    async ({ tx, prepared, request, reply }) => {
      const verified = await acceptInvitation(tx, prepared, originOf(request));
      return openSession(tx, deps.config, verified, { request, reply });
    },
  );
}
