import { z } from 'zod';
import { email } from '../platform/values/values.ts';

const MAX_CONTACTS = 10;

/** Who gets a mail when somebody calls 911, beside the partner's admins. */
export const EmergencyContacts = z
  .object({
    emails: z
      .array(z.string())
      .meta({ description: 'Empty: the tenant’s admins, or its billing email if it has none.' }),
    version: z.number().int(),
  })
  .meta({ id: 'EmergencyContacts' });
export type EmergencyContacts = z.infer<typeof EmergencyContacts>;
/** Takes what GET answered: the version is ignored, If-Match is what counts. */
export const EmergencyContactsPut = z.strictObject({
  emails: z.array(email()).max(MAX_CONTACTS, `Enter at most ${MAX_CONTACTS} addresses.`),
  version: z.unknown().optional(),
});

/** A call to 911 that is on, or ended within the hour. */
export const EmergencyCall = z
  .object({
    id: z.uuid(),
    tenantId: z.uuid(),
    tenantName: z.string(),
    timezone: z.string().meta({ description: 'The tenant’s.' }),
    extension: z.object({ number: z.string(), name: z.string() }).nullable(),
    callbackNumber: z.string().nullable(),
    location: z.string().meta({ description: 'The E911 address as it was then. Empty: none.' }),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EmergencyCall' });
export type EmergencyCall = z.infer<typeof EmergencyCall>;
export const EmergencyCallList = z.object({ items: z.array(EmergencyCall) });
