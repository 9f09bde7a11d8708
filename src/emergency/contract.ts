import { z } from 'zod';
import { idOf, ignored, text, time, version } from '../platform/values/fields.ts';
import { email } from '../platform/values/values.ts';

const MAX_CONTACTS = 10;

const emailsMeta = {
  description: 'Email addresses. Empty: the tenant’s admins, or its billing email if it has none.',
  examples: [['front-desk@bakery.example']],
};

/** Who gets a mail about an emergency call, besides the partner's admins. */
export const EmergencyContacts = z
  .object({
    emails: z.array(z.string()).meta(emailsMeta),
    version: version(),
  })
  .meta({
    id: 'EmergencyContacts',
    description: 'The people who get a mail when somebody calls 911 or another emergency number.',
  });
export type EmergencyContacts = z.infer<typeof EmergencyContacts>;
/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const EmergencyContactsPut = z
  .strictObject({
    emails: z.array(email()).max(MAX_CONTACTS, `Enter at most ${MAX_CONTACTS} addresses.`).meta(emailsMeta),
    version: ignored(),
  })
  .meta({ id: 'EmergencyContactsPut', description: 'The people to notify from now on.' });

/** An emergency call in progress, or ended within the last hour. */
export const EmergencyCall = z
  .object({
    id: idOf('call'),
    tenantId: idOf('tenant'),
    tenantName: text('The tenant’s name.', 'Bakery'),
    timezone: text('The tenant’s time zone.', 'America/New_York'),
    number: text('The emergency number that was called: 911, or the country’s own.', '911'),
    extension: z
      .object({
        number: text('The calling extension’s internal number.', '101'),
        name: text('The calling extension’s name.', 'Front desk'),
      })
      .nullable()
      .meta({ description: 'The extension that called; null if it was deleted since.' }),
    callbackNumber: text('The number that the emergency service can call back, in E.164.', '+12125550101').nullable(),
    location: text(
      'The E911 address as it was at the time of the call. Empty: there was none.',
      '500 W 18th St, New York, NY 10011, US',
    ),
    startedAt: time('When the call began.'),
    endedAt: time('When it ended; null while it is in progress.').nullable(),
  })
  .meta({
    id: 'EmergencyCall',
    description: 'A call to 911 or another emergency number that is in progress or ended within the last hour.',
  });
export type EmergencyCall = z.infer<typeof EmergencyCall>;
export const EmergencyCallList = z
  .object({ items: z.array(EmergencyCall).meta({ description: 'All of them, newest first.' }) })
  .meta({ id: 'EmergencyCallList', description: 'Emergency calls of the last hour.' });
