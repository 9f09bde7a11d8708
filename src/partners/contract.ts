import { z } from 'zod';
import { Email, PersonName } from '../people/contract.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, idOf, text, time, version } from '../platform/values/fields.ts';
import { label, searchText } from '../platform/values/values.ts';
import { TenantCounts } from '../status/contract.ts';

/** A partner and its first admin, who is invited by mail. */
const partnerName = { description: 'The partner’s name, as its tenants see it.', examples: ['Northwind Voice'] };

export const PartnerCreate = z
  .strictObject({
    name: label().meta(partnerName),
    admin: z
      .strictObject({ email: Email, name: PersonName })
      .meta({ description: 'The first admin. An invitation is mailed.' }),
  })
  .meta({ id: 'PartnerCreate', description: 'A partner to add.' });
export const Partner = z
  .object({
    id: idOf('partner'),
    name: z.string().meta(partnerName),
    tenants: count(
      'The partner’s present number of tenants, including cancelled ones until their data is deleted.',
      12,
    ),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Partner', description: 'A reseller: it has tenants and provides their phones.' });
export type Partner = z.infer<typeof Partner>;
/** Without a mail server, it contains the first admin's link, to be passed on by other means. */
export const PartnerCreated = Partner.extend({
  invitationLink: text(
    'Null where the link was mailed. Without a mail server, the link for the first admin: it works once.',
    'https://phones.example.com/invitation#Yq3hJ0v8kX2nB5tR7wLc',
  ).nullable(),
}).meta({ id: 'PartnerCreated', description: 'The new partner.' });
export type PartnerCreated = z.infer<typeof PartnerCreated>;
/** A partner, with its number of tenants by status. */
export const PartnerDetail = Partner.extend({
  byStatus: TenantCounts,
}).meta({ id: 'PartnerDetail', description: 'A partner with its tenants by status.' });
export type PartnerDetail = z.infer<typeof PartnerDetail>;
export const PartnerList = listOf(Partner);
export const PartnerQuery = listQuery(['name', 'createdAt'], 'name').extend({
  search: searchText().optional(),
});

export const Mail = z
  .object({
    id: idOf('mail'),
    recipient: text('The email address that it goes to.', 'maria@bakery.example'),
    subject: text('The subject line of the email.', 'Your account'),
    body: text('The text of the email, without formatting.', 'You have been invited.'),
    createdAt: createdAt(),
    sentAt: time('When the mail server took it.').nullable(),
    state: z.enum(['sent', 'waiting', 'kept', 'given_up']).meta({
      description:
        '`kept`: there is no mail server. `given_up`: the server refused it for good, or could not be reached for a week.',
    }),
    attempts: count('How many times it was tried.', 1),
    lastError: text('The server’s last error.', '550 5.1.1 No such user').nullable(),
  })
  .meta({ id: 'Mail', description: 'A mail that this service sends.' });
export const MailList = listOf(Mail);
export const MailQuery = listQuery(['createdAt'], '-createdAt').extend({
  search: searchText().optional(),
});
