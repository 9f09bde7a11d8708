import { z } from 'zod';
import { DIRECTIONS } from '../calls/contract.ts';
import { PlanNumber } from '../number-plan/contract.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, idOf, text, version } from '../platform/values/fields.ts';
import {
  integrationFields,
  integrationOnCreate,
  integrationOnPatch,
  integrationQuery,
} from '../platform/values/integration-data.ts';
import { label, searchText, wholeNumber } from '../platform/values/values.ts';

const editable = {
  name: label().meta({ description: 'The person or place that it belongs to.', examples: ['Front desk'] }),
  ringSeconds: wholeNumber(5, 120).meta({ description: 'How long its phone rings, in seconds.', examples: [25] }),
  voicemailEnabled: z.boolean().meta({
    description: 'Callers can leave a message in its mailbox when nobody answers. Turned off, the messages in it stay.',
  }),
  recordCalls: z.boolean().meta({
    description: 'Its calls are recorded from the answer on, but no emergency call. Applies to the next answer.',
  }),
  recordDirections: z
    .array(z.enum(DIRECTIONS))
    .min(1, 'Choose at least one direction.')
    .max(DIRECTIONS.length)
    .meta({
      description: 'Which of the extension’s calls `recordCalls` records.',
      examples: [['inbound', 'outbound']],
    }),
  outboundCallerIdDidId: idOf('number').nullable().meta({
    description: 'The number of the tenant that outside calls show. Null: the lowest of its numbers.',
  }),
  callWaiting: z.boolean().meta({
    description: 'Another call may ring its phone while it is in one. Without it, that call gets busy.',
  }),
  inMenus: z.boolean().meta({
    description: 'Callers can dial it from menus that accept extension numbers.',
  }),
  switchesSchedules: z.boolean().meta({
    description: 'Its phone may open and close the tenant’s schedules by `*28` and their code.',
  }),
  encryptedOnly: z.boolean().meta({
    description:
      'The phone has to register over TLS and use SRTP; otherwise it can’t register, and its calls end with 488. Emergency calls always go through.',
  }),
};

export const ExtensionCreate = z
  .strictObject({
    number: PlanNumber,
    name: editable.name,
    ringSeconds: editable.ringSeconds.default(25),
    voicemailEnabled: editable.voicemailEnabled.default(false),
    recordCalls: editable.recordCalls.default(false),
    recordDirections: editable.recordDirections.default([...DIRECTIONS]),
    outboundCallerIdDidId: editable.outboundCallerIdDidId.default(null),
    callWaiting: editable.callWaiting.default(true),
    inMenus: editable.inMenus.default(false),
    switchesSchedules: editable.switchesSchedules.default(false),
    encryptedOnly: editable.encryptedOnly.default(false),
    ...integrationOnCreate,
  })
  .meta({ id: 'ExtensionCreate', description: 'An extension to add.' });
export type ExtensionCreate = z.input<typeof ExtensionCreate>;

export const ExtensionPatch = z
  .strictObject({ ...z.object(editable).partial().shape, ...integrationOnPatch })
  .meta({ id: 'ExtensionPatch', description: 'The fields to change.' });
export type ExtensionPatch = z.input<typeof ExtensionPatch>;

export const PRESENCE = ['Offline', 'Available', 'Ringing', 'On a call', 'Do not disturb'] as const;

export type Presence = (typeof PRESENCE)[number];

export const Extension = z
  .object({
    id: idOf('extension'),
    number: text('The number that others in the tenant dial. It can’t be changed.', '101'),
    sipUsername: text('The user name that its phone registers with.', 'bakery-101'),
    ...editable,
    name: text('The person or place that it belongs to.', 'Front desk'),
    ...integrationFields,
    presence: z.enum(PRESENCE).meta({ description: 'What its phone is doing now. `Offline`: no phone is registered.' }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Extension', description: 'A tenant’s internal number with its phone.' });
export type Extension = z.infer<typeof Extension>;

export const ExtensionQuery = listQuery(['number', 'name', 'createdAt'], 'number').extend({
  search: searchText().optional(),
  ...integrationQuery,
});
export const ExtensionList = listOf(Extension);

/** What a phone needs to register. Viewing it is audited. */
export const Credentials = z
  .object({
    sipUsername: text('The user name, also for authentication.', 'bakery-101'),
    sipPassword: text('The SIP digest password, 16 letters and digits.', 'n3mR7xYkQ2vW9dLp'),
    domain: text('The SIP domain and registrar.', 'phones.example.com'),
    port: count('The SIP port, UDP and TCP.', 5060),
  })
  .meta({ id: 'Credentials', description: 'What a phone needs to register.' });
