import type { Permission } from '../people/rules.ts';
import { EVENT_TYPES, type EventType } from './catalogue-contract.ts';

type NounOf<Type extends string> = Type extends `${infer Noun}.${string}` ? Noun : never;

/** The permission needed to get events, by the first part of their type. */
const READ_BY: Record<NounOf<EventType>, Permission> = {
  tenant: 'tenants.read',
  extension: 'extensions.read',
  number: 'numbers.read',
  user: 'tenant-users.read',
  call: 'call-history.read',
  emergency: 'calls.read',
  limit: 'limits.read',
  phone: 'extensions.read',
  flow: 'flows.read',
  media: 'media.read',
  invoice: 'invoices.read',
  credit_note: 'invoices.read',
  payment: 'invoices.read',
  voicemail: 'voicemail.read',
};

const nounOf = (type: EventType) => type.slice(0, type.indexOf('.')) as NounOf<EventType>;

/** The types that a caller with these permissions may get. */
export const readableTypes = (may: (permission: Permission) => boolean): EventType[] =>
  EVENT_TYPES.filter((type) => may(READ_BY[nounOf(type)]));

/** How long an event can be read and resent. */
export const RETENTION_DAYS = 30;
