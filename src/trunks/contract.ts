import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { label, searchText } from '../platform/values/values.ts';

export const trunkErrors = {
  trunk_name_taken: { status: 409, description: 'Another trunk has this name.' },
} as const satisfies ErrorTable;

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = `${octet}(\\.${octet}){3}`;
const HostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const Source = new RegExp(`^${ipv4}(:\\d{1,5}|/(3[0-2]|[12]?\\d))?$`);

/** As carriers give them; it stands in a SIP address. Empty: none. */
const Username = z.string().regex(/^[A-Za-z0-9._+@~-]{0,100}$/, 'Use letters, digits and . _ + @ ~ -, at most 100.');
const Password = z
  .string()
  .regex(/^[!-~]{1,200}$/, 'Use 1 to 200 letters, digits and signs, without spaces.')
  .meta({ description: 'Stored encrypted and never shown again.', writeOnly: true });

const editable = {
  name: label(),
  host: z.string().trim().regex(HostName, 'A host name or an IPv4 address.'),
  port: z.int().min(1, 'From 1 to 65535.').max(65_535, 'From 1 to 65535.'),
  match: z
    .string()
    .trim()
    .regex(Source, 'An IPv4 address, with a port (203.0.113.7:5060) or a network (203.0.113.0/24) if need be.'),
  priority: z.int().min(0, 'From 0 to 1000.').max(1000, 'From 0 to 1000.'),
  emergency: z.boolean(),
  sendsLocation: z.boolean().meta({
    description: 'Calls to 911 and 933 carry the tenant’s E911 address (RFC 6442). Many carriers refuse such calls.',
  }),
  username: Username,
  password: Password,
  registers: z
    .boolean()
    .meta({ description: 'We register with the carrier, which then sends its calls to where we are.' }),
  enabled: z.boolean(),
};

export const TrunkCreate = z.strictObject({
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
});
export type TrunkCreate = z.input<typeof TrunkCreate>;
export const TrunkPatch = z.strictObject(editable).partial();
export type TrunkPatch = z.input<typeof TrunkPatch>;

export const REGISTRATION = ['none', 'pending', 'registered', 'refused'] as const;
export const REACHABILITY = ['reachable', 'unreachable', 'silent', 'unchecked'] as const;

/** What call control finds out by asking (OPTIONS every 10 seconds). `silent`: it takes calls, but doesn't answer when it is asked. */
export const TrunkState = z.object({
  reachability: z.enum(REACHABILITY),
  since: z.iso.datetime().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  roundTripMs: z.number().int().nullable(),
  registration: z.enum(REGISTRATION).meta({ description: '`none`: this trunk does not register.' }),
  registrationReason: z.string().meta({ description: 'Why a registration is refused or not there yet. May be empty.' }),
  registrationSince: z.iso.datetime().nullable(),
});
export type TrunkState = z.infer<typeof TrunkState>;

/** A carrier: where calls leave to, and whose packets are taken for its calls. The lowest priority is tried first. */
export const Trunk = z
  .object({
    id: z.uuid(),
    name: z.string(),
    host: z.string(),
    port: z.number().int(),
    match: z.string(),
    priority: z.number().int(),
    emergency: z.boolean(),
    sendsLocation: z.boolean(),
    username: z.string(),
    hasPassword: z.boolean(),
    registers: z.boolean(),
    enabled: z.boolean(),
    state: TrunkState,
    createdAt: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({ id: 'Trunk' });
export type Trunk = z.infer<typeof Trunk>;
export const TrunkList = listOf(Trunk);
export const TrunkQuery = listQuery(['priority', 'name', 'createdAt'], 'priority').extend({
  search: searchText().optional(),
});
