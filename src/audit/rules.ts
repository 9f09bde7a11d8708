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
  signIn: ['session'],
  limits: ['limits'],
  tenantDefaults: ['tenant_defaults'],
  billingProfiles: ['billing_profile'],
  audit: ['audit'],
  service: ['partner', 'trunk', 'legal-hold'],
} as const satisfies Record<string, readonly string[]>;

/** What a tenant's own people do not read of what their partner's did: words meant for the partner's team, and where those sit. */
const PARTNERS_OWN = ['note', 'overrideReason'];

type Told = { actor: { role: string }; after: Record<string, unknown> | null; ip: string | null };

/** An event as the tenant's own people may read it. */
export function asTenantReads<Event extends Told>(event: Event): Event {
  if (!event.actor.role.startsWith('partner_')) return event;
  const told = Object.entries(event.after ?? {}).filter(([field]) => !PARTNERS_OWN.includes(field));
  return { ...event, ip: null, after: event.after && Object.fromEntries(told) };
}
