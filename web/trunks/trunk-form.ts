import { type Trunk, TrunkCreate, TrunkPatch } from '../../src/trunks/contract.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';

export type TrunkForm = {
  name: string;
  host: string;
  port: string;
  match: string;
  priority: string;
  emergency: boolean;
  sendsLocation: boolean;
  username: string;
  password: string;
  registers: boolean;
  enabled: boolean;
};

export const newTrunk: TrunkForm = {
  name: '',
  host: '',
  port: '5060',
  match: '',
  priority: '100',
  emergency: true,
  sendsLocation: false,
  username: '',
  password: '',
  registers: false,
  enabled: true,
};

export const formOf = (trunk: Trunk): TrunkForm => ({
  name: trunk.name,
  host: trunk.host,
  port: String(trunk.port),
  match: trunk.match,
  priority: String(trunk.priority),
  emergency: trunk.emergency,
  sendsLocation: trunk.sendsLocation,
  username: trunk.username,
  password: '',
  registers: trunk.registers,
  enabled: trunk.enabled,
});

/** A blank password isn't changed. */
const sent = ({ port, priority, password, ...rest }: TrunkForm) => ({
  ...rest,
  port: typedNumber(port),
  priority: typedNumber(priority),
  ...(password !== '' && { password }),
});

export const createSchema = formSchema(TrunkCreate, sent);
export const editSchema = formSchema(TrunkPatch, sent);

export const trunkFields: EditedFields = {
  name: { name: 'Name' },
  host: { name: 'Host' },
  port: { name: 'Port' },
  match: { name: 'Accepts calls from' },
  priority: { name: 'Priority' },
  emergency: { name: 'Carries 911' },
  sendsLocation: { name: 'Send the location with 911 calls' },
  username: { name: 'Username' },
  password: { name: 'Password' },
  registers: { name: 'Register with this carrier' },
  enabled: { name: 'On' },
};
