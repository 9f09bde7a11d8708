/**
 * Groups of kinds, for filters. A kind is the first part of an action; kinds that mean the same to a reader share a group.
 * `service` is what the platform operator does.
 */
export const EVENT_KINDS = {
  tenants: ['tenant', 'tenants'],
  extensions: ['extension'],
  groups: ['group'],
  flows: ['flow', 'flow_template'],
  schedules: ['schedule'],
  numberLists: ['number_list'],
  numbers: ['did', 'dids'],
  users: ['user', 'invitation'],
  calls: ['call', 'calls'],
  contacts: ['contact', 'contacts', 'phone_directory'],
  voicemail: ['mailbox', 'voicemail'],
  media: ['media', 'hold_music'],
  recordings: ['recording', 'recording_settings'],
  signIn: ['session', 'password', 'second-factor', 'security_settings'],
  limits: ['limits', 'outbound_permissions', 'fraud_rule'],
  tenantDefaults: ['tenant_defaults'],
  billingProfiles: ['billing_profile'],
  rateTables: ['rate_table', 'wholesale_table'],
  wholesale: [
    'wholesale_terms',
    'wholesale_invoice',
    'wholesale_credit_note',
    'wholesale_payment',
    'wholesale_statement',
    'wholesale_settings',
  ],
  invoices: [
    'invoice',
    'credit_note',
    'adjustment',
    'tax_exemption',
    'invoice_settings',
    'payment',
    'statement',
    'revenue',
  ],
  cards: ['card', 'card_payment', 'payment_account'],
  emergency: ['emergency_contacts'],
  support: ['support'],
  apiKeys: ['api_key', 'tenant_key_settings'],
  webhooks: ['webhook'],
  audit: ['audit'],
  service: ['partner', 'trunk', 'legal-hold'],
} as const satisfies Record<string, readonly string[]>;

/**
 * Fields hidden from the tenant's users in what the partner did: internal notes, reasons for suspensions, limits, charges and metadata. IP addresses
 * of the partner's users are hidden, too.
 */
const PARTNER_ONLY_FIELDS = [
  'note',
  'overrideReason',
  'suspensionReasons',
  'limits',
  'fraudRules',
  'billingProfileId',
  'externalId',
  'metadata',
];
const PARTNER_ONLY_ACTIONS = /^(limits|fraud_rule)\./;

type Fields = Record<string, unknown> | null;
type ReadableEvent = { actor: { role: string }; action: string; before: Fields; after: Fields; ip: string | null };

/** The event without what the tenant's users may not see. */
export function asTenantReads<Event extends ReadableEvent>(event: Event): Event {
  const byPartner = event.actor.role.startsWith('partner_') || event.actor.role === 'api_key';
  if (!byPartner) return event;
  const hides = (name: string) => PARTNER_ONLY_FIELDS.includes(name) || PARTNER_ONLY_ACTIONS.test(event.action);
  const visible = (fields: Fields): Fields =>
    fields && Object.fromEntries(Object.entries(fields).filter(([name]) => !hides(name)));
  return { ...event, ip: null, before: visible(event.before), after: visible(event.after) };
}
