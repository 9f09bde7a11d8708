import type { PluralForms } from '../ui/plural.ts';

/** The things that pages count. */
export const NOUNS = {
  call: { one: '# call', other: '# calls' },
  contact: { one: '# contact', other: '# contacts' },
  email: { one: '# email', other: '# emails' },
  entry: { one: '# entry', other: '# entries' },
  event: { one: '# event', other: '# events' },
  extension: { one: '# extension', other: '# extensions' },
  group: { one: '# group', other: '# groups' },
  incident: { one: '# incident', other: '# incidents' },
  line: { one: '# line', other: '# lines' },
  member: { one: '# member', other: '# members' },
  mailbox: { one: '# mailbox', other: '# mailboxes' },
  message: { one: '# message', other: '# messages' },
  moreDay: { one: '# more day', other: '# more days' },
  number: { one: '# number', other: '# numbers' },
  partner: { one: '# partner', other: '# partners' },
  phone: { one: '# phone', other: '# phones' },
  rate: { one: '# rate', other: '# rates' },
  rateTable: { one: '# rate table', other: '# rate tables' },
  recording: { one: '# recording', other: '# recordings' },
  row: { one: '# row', other: '# rows' },
  sound: { one: '# sound', other: '# sounds' },
  tenant: { one: '# tenant', other: '# tenants' },
  trunk: { one: '# trunk', other: '# trunks' },
  user: { one: '# user', other: '# users' },
} as const satisfies Record<string, PluralForms>;
