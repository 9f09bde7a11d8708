import { peopleErrors } from '../people/contract.ts';
import { containsLink } from '../people/rules.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import {
  MailList,
  MailQuery,
  PartnerCreate,
  PartnerCreated,
  PartnerDetail,
  PartnerList,
  PartnerQuery,
} from './contract.ts';

export const listPartners = endpoint({
  id: 'listPartners',
  method: 'GET',
  path: '/operator/partners',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'List partners',
  description: 'Returns the resellers on this platform, with their numbers of tenants.',
  query: PartnerQuery,
  response: PartnerList,
});

export const getPartner = endpoint({
  id: 'getPartner',
  method: 'GET',
  path: '/operator/partners/{partnerId}',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'Get a partner',
  description: 'Returns one reseller, with its numbers of tenants by status.',
  response: PartnerDetail,
});

export const createPartner = endpoint({
  id: 'createPartner',
  method: 'POST',
  path: '/operator/partners',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'Add a partner',
  description: 'Adds a partner and mails an invitation to its first admin.',
  body: PartnerCreate,
  response: PartnerCreated,
  status: 201,
  secret: containsLink,
  errors: { ...pickErrors(peopleErrors, 'email_taken'), ...pickErrors(platformErrors, 'rate_limited') },
});

export const listMails = endpoint({
  id: 'listMails',
  method: 'GET',
  path: '/operator/mails',
  scope: 'operator',
  permission: 'operator.mail',
  summary: 'List mails',
  description:
    'The mails that this service has sent or will send, newest first. Without a mail server they can be read here.',
  query: MailQuery,
  response: MailList,
});
