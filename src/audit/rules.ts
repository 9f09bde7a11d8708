/**
 * What events are about, for filters. A kind is the first part of an action; those that say the same to a reader stand together.
 * `service`: what the operator of the service does.
 */
export const EVENT_KINDS = {
  tenants: ['tenant', 'tenants'],
  extensions: ['extension'],
  numbers: ['did', 'dids'],
  users: ['user', 'invitation'],
  calls: ['call'],
  signIn: ['session', 'password', 'second-factor', 'security_settings'],
  limits: ['limits', 'outbound_permissions'],
  tenantDefaults: ['tenant_defaults'],
  billingProfiles: ['billing_profile'],
  emergency: ['emergency_contacts'],
  support: ['support'],
  audit: ['audit'],
  service: ['partner', 'trunk', 'legal-hold'],
} as const satisfies Record<string, readonly string[]>;

/** What a tenant's own people do not read of what their partner did: words meant for the partner's team, why it suspends, what it caps and charges, and where its people sit. */
const PARTNERS_OWN = ['note', 'overrideReason', 'suspensionReasons', 'limits', 'billingProfileId'];
const PARTNERS_ACTIONS = /^limits\./;

type Fields = Record<string, unknown> | null;
type Told = { actor: { role: string }; action: string; before: Fields; after: Fields; ip: string | null };

/** An event as the tenant's own people may read it. */
export function asTenantReads<Event extends Told>(event: Event): Event {
  if (!event.actor.role.startsWith('partner_')) return event;
  const hides = (name: string) => PARTNERS_OWN.includes(name) || PARTNERS_ACTIONS.test(event.action);
  const told = (fields: Fields): Fields =>
    fields && Object.fromEntries(Object.entries(fields).filter(([name]) => !hides(name)));
  return { ...event, ip: null, before: told(event.before), after: told(event.after) };
}
