import { EVENT_KINDS } from '../../src/audit/rules.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { actionLabel } from './labels.ts';

const LABELS: Record<keyof typeof EVENT_KINDS, string> = {
  tenants: 'Tenants',
  extensions: 'Extensions',
  groups: 'Ring groups',
  flows: 'Call flows',
  schedules: 'Schedules',
  numberLists: 'Number lists',
  numbers: 'Numbers',
  users: 'Users',
  calls: 'Calls',
  contacts: 'Contacts',
  voicemail: 'Voicemail',
  media: 'Media',
  recordings: 'Recordings',
  signIn: 'Signing in',
  limits: 'Limits',
  tenantDefaults: 'Tenant defaults',
  billingProfiles: 'Billing profiles',
  rateTables: 'Rate tables',
  wholesale: 'Wholesale',
  invoices: 'Invoices and payments',
  cards: 'Card payments',
  emergency: 'Emergency contacts',
  support: 'Support contact',
  apiKeys: 'API keys',
  webhooks: 'Webhooks',
  audit: 'Audit',
  service: 'The service',
};

const KINDS: SelectOption[] = Object.entries(EVENT_KINDS).map(([name, kinds]) => ({
  value: kinds.join(','),
  label: LABELS[name as keyof typeof LABELS],
}));

/** The options of the filter, including an unknown value from the URL. */
export function kindOptions(asked: string | undefined): SelectOption[] {
  if (!asked || KINDS.some(({ value }) => value === asked)) return KINDS;
  return [{ value: asked, label: asked.split(',').map(actionLabel).join(', ') }, ...KINDS];
}
