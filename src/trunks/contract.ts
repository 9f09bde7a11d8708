import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { label, searchText, wholeNumber } from '../platform/values/values.ts';

export const trunkErrors = {
  trunk_name_taken: { status: 409, description: 'Another trunk has this name.' },
} as const satisfies ErrorTable;

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = `${octet}(\\.${octet}){3}`;
const HostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const Source = new RegExp(`^${ipv4}(:\\d{1,5}|/(3[0-2]|[12]?\\d))?$`);

/** As carriers assign them, to be used in a SIP address. Empty: none. */
const Username = z
  .string()
  .regex(/^[A-Za-z0-9._+@~-]{0,100}$/, 'Use letters, digits and . _ + @ ~ -, at most 100.')
  .meta({ description: 'The user name that the carrier gave us. Empty: none.', examples: ['northwind'] });
const Password = z
  .string()
  .regex(/^[!-~]{1,200}$/, 'Use 1 to 200 letters, digits and signs, without spaces.')
  .meta({
    description: 'The password that the carrier gave us. Stored encrypted and never shown again.',
    examples: ['n3mR7xYkQ2vW9dLp'],
    writeOnly: true,
  });

const editable = {
  name: label().meta({ description: 'Its name, unique among trunks.', examples: ['Carrier East'] }),
  host: z
    .string()
    .trim()
    .regex(HostName, 'Enter a host name or an IPv4 address.')
    .meta({ description: 'The host that calls are sent to.', examples: ['sip.carrier.example'] }),
  port: wholeNumber(1, 65_535).meta({ description: 'The SIP port of that host.', examples: [5060] }),
  match: z
    .string()
    .trim()
    .regex(
      Source,
      'Enter an IPv4 address, with a port (203.0.113.7:5060) or as a network (203.0.113.0/24) if you need to.',
    )
    .meta({
      description: 'The address or network that the carrier’s calls come from.',
      examples: ['203.0.113.0/24'],
    }),
  priority: wholeNumber(0, 1000).meta({
    description: 'The trunk with the lowest priority is tried first.',
    examples: [100],
  }),
  emergency: z.boolean().meta({ description: 'Carries calls to 911.' }),
  sendsLocation: z.boolean().meta({
    description: 'Calls to 911 and 933 carry the tenant’s E911 address (RFC 6442). Many carriers refuse such calls.',
  }),
  username: Username,
  password: Password,
  registers: z
    .boolean()
    .meta({ description: 'We register with the carrier, which then sends its calls to our current address.' }),
  enabled: z.boolean().meta({ description: 'Whether calls use it. Calls from a disabled trunk are refused.' }),
};

export const TrunkCreate = z
  .strictObject({
    name: editable.name,
    host: editable.host,
    port: editable.port.default(5060),
    match: editable.match,
    priority: editable.priority.default(100),
    emergency: editable.emergency.default(true),
    sendsLocation: editable.sendsLocation.default(false),
    username: editable.username.default(''),
    password: editable.password.optional(),
    registers: editable.registers.default(false),
    enabled: editable.enabled.default(true),
  })
  .meta({ id: 'TrunkCreate', description: 'A trunk to add.' });
export type TrunkCreate = z.input<typeof TrunkCreate>;
export const TrunkPatch = z
  .strictObject(editable)
  .partial()
  .meta({ id: 'TrunkPatch', description: 'The fields to change.' });
export type TrunkPatch = z.input<typeof TrunkPatch>;

export const REGISTRATION = ['none', 'pending', 'registered', 'refused'] as const;
export const REACHABILITY = ['reachable', 'unreachable', 'silent', 'unchecked'] as const;

/** The result of call control's OPTIONS, sent every 10 seconds. `silent`: the trunk takes calls but doesn't respond to OPTIONS. */
export const TrunkState = z
  .object({
    reachability: z.enum(REACHABILITY).meta({
      description: 'The last answer to our OPTIONS. `silent`: it takes calls, but doesn’t answer OPTIONS.',
    }),
    since: time('When `reachability` last changed. Null: not checked yet.').nullable(),
    checkedAt: time('When it was last asked.').nullable(),
    roundTripMs: count('How long the answer took, in milliseconds.', 18).nullable(),
    registration: z.enum(REGISTRATION).meta({ description: '`none`: this trunk doesn’t register.' }),
    registrationReason: text('Why it isn’t registered. May be empty.', '403 Forbidden'),
    registrationSince: time('When `registration` last changed. Null: not tried yet.').nullable(),
  })
  .meta({ id: 'TrunkState', description: 'Whether the carrier can be reached. Checked every 10 seconds.' });
export type TrunkState = z.infer<typeof TrunkState>;

/** A connection to a carrier: where outbound calls go, and from which addresses inbound calls are accepted. The lowest priority is tried first. */
export const Trunk = z
  .object({
    id: idOf('trunk'),
    name: text('Its name, unique among trunks.', 'Carrier East'),
    host: text('The host that calls are sent to.', 'sip.carrier.example'),
    port: count('The SIP port of that host.', 5060),
    match: text('The address or network that the carrier’s calls come from.', '203.0.113.0/24'),
    priority: count('The trunk with the lowest priority is tried first.', 100),
    emergency: editable.emergency,
    sendsLocation: editable.sendsLocation,
    username: text('The user name that the carrier gave us. Empty: none.', 'northwind'),
    hasPassword: flag('Whether a password is stored.'),
    registers: editable.registers,
    enabled: editable.enabled,
    state: TrunkState,
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Trunk', description: 'The configured connection to a carrier.' });
export type Trunk = z.infer<typeof Trunk>;
export const TrunkList = listOf(Trunk);
export const TrunkQuery = listQuery(['priority', 'name', 'createdAt'], 'priority').extend({
  search: searchText().optional(),
});
