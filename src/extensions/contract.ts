import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { label, searchText } from '../platform/values/values.ts';

export const extensionErrors = {
  number_taken: { status: 409, description: 'Another extension of the tenant has this number.' },
  reserved_number: { status: 422, description: 'This is an emergency or service number in the tenant’s country.' },
} as const satisfies ErrorTable;

export const ExtensionNumber = z
  .string()
  .regex(/^[0-9]{3,7}$/, '3 to 7 digits.')
  .meta({
    description:
      'Not an emergency or service number of the tenant’s country: in the US 911, 933, 988 and 211 to 811; everywhere 112, 999, 000, 1911 and 9911.',
  });

const editable = {
  name: label(),
  ringSeconds: z.int().min(5, 'At least 5 seconds.').max(120, 'At most 120 seconds.'),
  voicemailEnabled: z.boolean().meta({ description: 'Not acting yet: stored, and no message is taken.' }),
  recordCalls: z.boolean().meta({ description: 'Not acting yet: stored, and no call is recorded.' }),
  outboundCallerIdDidId: z.uuid().nullable(),
  encryptedOnly: z.boolean().meta({
    description:
      'Its phone has to register over TLS and to speak SRTP; otherwise it is not registered, and its calls end with 488. Emergency calls go through in any case.',
  }),
};

export const ExtensionCreate = z.strictObject({
  number: ExtensionNumber,
  name: editable.name,
  ringSeconds: editable.ringSeconds.default(25),
  voicemailEnabled: editable.voicemailEnabled.default(false),
  recordCalls: editable.recordCalls.default(false),
  outboundCallerIdDidId: editable.outboundCallerIdDidId.default(null),
  encryptedOnly: editable.encryptedOnly.default(false),
});
export type ExtensionCreate = z.input<typeof ExtensionCreate>;

export const ExtensionPatch = z.strictObject(editable).partial();
export type ExtensionPatch = z.input<typeof ExtensionPatch>;

export const PRESENCE = ['Offline', 'Online', 'In use'] as const;

export const Extension = z
  .object({
    id: z.uuid(),
    number: z.string(),
    sipUsername: z.string(),
    ...editable,
    name: z.string(),
    presence: z.enum(PRESENCE),
    createdAt: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({ id: 'Extension' });
export type Extension = z.infer<typeof Extension>;

export const ExtensionQuery = listQuery(['number', 'name', 'createdAt'], 'number').extend({
  search: searchText().optional(),
});
export const ExtensionList = listOf(Extension);

/** What a phone needs to register. Looking is audited. */
export const Credentials = z.object({
  sipUsername: z.string(),
  sipPassword: z.string(),
  domain: z.string(),
  port: z.number().int(),
});
