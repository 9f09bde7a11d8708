import { z } from 'zod';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { label, searchText } from '../platform/values/values.ts';
import { Email, PersonName } from '../people/contract.ts';

/** A partner and its first admin, who is invited by mail. */
export const PartnerCreate = z.strictObject({
  name: label(),
  admin: z.strictObject({ email: Email, name: PersonName }),
});
export const Partner = z
  .object({
    id: z.uuid(),
    name: z.string(),
    tenants: z.number().int(),
    createdAt: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({ id: 'Partner' });
export type Partner = z.infer<typeof Partner>;
/** As it was created: without a mail server, the link of its first admin is handed over by other means. */
export const PartnerCreated = Partner.extend({ invitationLink: z.string().nullable() }).meta({ id: 'PartnerCreated' });
export type PartnerCreated = z.infer<typeof PartnerCreated>;
/** One reseller, with its tenants by status. */
export const PartnerDetail = Partner.extend({
  byStatus: z.object({
    TRIAL: z.number().int(),
    ACTIVE: z.number().int(),
    SUSPENDED: z.number().int(),
    CANCELLED: z.number().int(),
  }),
}).meta({ id: 'PartnerDetail' });
export type PartnerDetail = z.infer<typeof PartnerDetail>;
export const PartnerList = listOf(Partner);
export const PartnerQuery = listQuery(['name', 'createdAt'], 'name').extend({
  search: searchText().optional(),
});

export const Mail = z.object({
  id: z.uuid(),
  recipient: z.string(),
  subject: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  state: z.enum(['sent', 'waiting', 'kept', 'given_up']).meta({
    description: '`kept` for want of a mail server; `given_up` when the server will never take it, or after a week.',
  }),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
});
export const MailList = listOf(Mail);
export const MailQuery = listQuery(['createdAt'], '-createdAt').extend({
  search: searchText().optional(),
});
