import { z } from 'zod';
import { LiveCall } from '../calls/contract.ts';
import { PRESENCE } from '../extensions/contract.ts';
import { idOf, text } from '../platform/values/fields.ts';

/** Sent on the database's channel `tenant_live`: the tenants whose extensions, registrations or calls have changed; null for all. */
export const LiveNotice = z.object({ tenants: z.array(z.string()).nullable() });

/** Sent on the channel `access_changed`: users and API keys that may have lost access; null for all. */
export const AccessNotice = z.object({ users: z.array(z.string()).nullable() });

/** An extension as the stream shows it. */
export const LiveExtension = z
  .object({
    id: idOf('extension'),
    number: text('The extension’s internal number.', '101'),
    name: text('The extension’s name.', 'Front desk'),
    presence: z.enum(PRESENCE).meta({ description: 'What its phone is doing now.' }),
  })
  .meta({ id: 'LiveExtension', description: 'An extension and what its phone is doing now.' });
export type LiveExtension = z.infer<typeof LiveExtension>;

/** The current state of a tenant. */
export const LiveState = z
  .object({
    extensions: z.array(LiveExtension).meta({ description: 'All extensions of the tenant.' }),
    calls: z.array(LiveCall).meta({ description: 'All calls in progress.' }),
  })
  .meta({ id: 'LiveState', description: 'The extensions of a tenant and its calls in progress.' });
export type LiveState = z.infer<typeof LiveState>;

/** The difference from the previous state. */
export const LiveChange = z
  .object({
    extensions: z.array(LiveExtension).meta({ description: 'Extensions that are new or have changed.' }),
    removedExtensionIds: z
      .array(idOf('extension'))
      .meta({ description: 'The ids of extensions to remove from the snapshot.' }),
    calls: z.array(LiveCall).meta({ description: 'Calls that are new or have changed.' }),
    endedCallIds: z.array(idOf('call')).meta({ description: 'The ids of calls to remove from the snapshot.' }),
  })
  .meta({ id: 'LiveChange', description: 'What has changed since the event before.' });
export type LiveChange = z.infer<typeof LiveChange>;
