import { endpoint } from '../platform/http/endpoint.ts';
import {
  MailList,
  MailQuery,
  PartnerCreate,
  PartnerCreated,
  PartnerDetail,
  PartnerList,
  PartnerQuery,
} from './contract.ts';
import { containsLink } from '../people/rules.ts';

export const listPartners = endpoint({
  id: 'listPartners',
  method: 'GET',
  path: '/operator/partners',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'The resellers on this platform',
  query: PartnerQuery,
  response: PartnerList,
});

export const getPartner = endpoint({
  id: 'getPartner',
  method: 'GET',
  path: '/operator/partners/{partnerId}',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'One reseller, with its tenants by status',
  response: PartnerDetail,
});

export const createPartner = endpoint({
  id: 'createPartner',
  method: 'POST',
  path: '/operator/partners',
  scope: 'operator',
  permission: 'operator.partners',
  summary: 'Add a reseller and invite its first admin',
  body: PartnerCreate,
  response: PartnerCreated,
  status: 201,
  secret: containsLink,
});

export const listMails = endpoint({
  id: 'listMails',
  method: 'GET',
  path: '/operator/mails',
  scope: 'operator',
  permission: 'operator.mail',
  summary: 'What was mailed, and what waits',
  query: MailQuery,
  response: MailList,
});
