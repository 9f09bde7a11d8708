import { notFound } from '../platform/http/errors.ts';
import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { readContact, readHelp, saveContact } from './support.ts';

export function supportRoutes(server: Server): void {
  server.endpoint({
    method: 'GET',
    path: '/support-contact',
    id: 'getSupportContact',
    summary: 'Where the tenants of the partner turn to',
    permission: 'support.read',
    scope: 'partner',
    answers: { 200: contract.SupportContact },
    handle: ({ tx }) => readContact(tx),
  });

  server.endpoint({
    method: 'PUT',
    path: '/support-contact',
    id: 'putSupportContact',
    summary: 'Set where the tenants of the partner turn to',
    permission: 'support.write',
    scope: 'partner',
    body: contract.SupportContactPut,
    answers: { 200: contract.SupportContact },
    handle: ({ tx, caller, body, ifMatch }) => {
      if (!caller.partner) throw notFound();
      return saveContact(tx, caller, caller.partner.id, body, ifMatch);
    },
  });

  // answers while the tenant is suspended too: it is then that somebody needs it
  server.endpoint({
    method: 'GET',
    path: '/help',
    id: 'getHelp',
    summary: 'For a tenant’s own people: how to reach their provider, and what a suspension is about',
    permission: 'anyone',
    scope: 'self',
    answers: { 200: contract.Help },
    handle: ({ tx, caller }) => {
      if (!caller.tenant) throw notFound();
      return readHelp(tx, caller.tenant.id);
    },
  });
}
