import type { Config } from '../platform/config.ts';
import { holdsLink } from '../people/rules.ts';
import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { createPartner, listMails, listPartners, readPartner } from './partners.ts';

export function partnerRoutes(
  server: Server,
  { config, now = () => new Date() }: { config: Config; now?: () => Date },
): void {
  server.endpoint({
    method: 'GET',
    path: '/operator/partners',
    id: 'listPartners',
    summary: 'The resellers on this platform',
    permission: 'operator.partners',
    scope: 'operator',
    query: contract.PartnerQuery,
    answers: { 200: contract.PartnerList },
    handle: ({ tx, query }) => listPartners(tx, query),
  });

  server.endpoint({
    method: 'GET',
    path: '/operator/partners/:partnerId',
    id: 'getPartner',
    summary: 'One reseller, with its tenants by status',
    permission: 'operator.partners',
    scope: 'operator',
    answers: { 200: contract.PartnerDetail },
    find: ({ tx, params }) => readPartner(tx, params.partnerId ?? ''),
    handle: async ({ found }) => found,
  });

  server.endpoint({
    method: 'POST',
    path: '/operator/partners',
    id: 'createPartner',
    summary: 'Add a reseller and invite its first admin',
    permission: 'operator.partners',
    scope: 'operator',
    body: contract.PartnerCreate,
    answers: { 201: contract.PartnerCreated },
    secret: holdsLink,
    handle: ({ tx, caller, body }) => createPartner(tx, config, caller, body),
  });

  server.endpoint({
    method: 'GET',
    path: '/operator/mails',
    id: 'listMails',
    summary: 'What was mailed, and what waits',
    permission: 'operator.mail',
    scope: 'operator',
    query: contract.MailQuery,
    answers: { 200: contract.MailList },
    handle: ({ tx, query }) => listMails(tx, config, query, now()),
  });
}
