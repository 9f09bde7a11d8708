import type { Role } from '../../src/platform/http/caller.ts';
import type { Endpoint } from '../../src/platform/http/endpoint.ts';
import { newId } from '../../src/platform/values/ids.ts';
import type { ApiUser, TestApp } from '../app.ts';

/** A user of each role: all of one partner or its tenant, and the operator. */
export type People = Record<Role, ApiUser>;

export async function createUserPerRole(app: TestApp): Promise<{ people: People; tenantId: string }> {
  const partnerId = await app.partner('Partner');
  const admin = await app.user('partner_admin', { partnerId });
  const { body } = await admin.call('POST', '/tenants', { name: 'Tenant', sipPrefix: 'tenant', status: 'ACTIVE' });
  const tenantId = body.id as string;
  const people = {
    operator: await app.user('operator'),
    partner_admin: admin,
    partner_user: await app.user('partner_user', { partnerId }),
    tenant_admin: await app.user('tenant_admin', { tenantId }),
    tenant_user: await app.user('tenant_user', { tenantId }),
  };
  return { people, tenantId };
}

const OF_TENANT = '/tenants/{tenantId}';
/** Fields that a tenant admin may never set: they belong to the partner. */
const PARTNERS_OWN = ['cancel', 'suspend', 'reactivate', 'preview', 'manifests', 'limits', 'fraud-rules', 'fraud-trips/{tripId}/lift', 'adjustments', 'adjustments/{adjustmentId}', 'tax-exemption'].map((end) => `${OF_TENANT}/${end}`); // prettier-ignore

/** An ordinary user can read the tenant's name, the directory, the contacts, and the calls and recordings of their own extension. */
const OPEN_TO_TENANT_USERS = ['', '/directory', '/contacts', '/contacts/{contactId}', '/calls', '/calls/export', '/calls/{callId}', '/recordings', '/recordings/{recordingId}', '/recordings/{recordingId}/audio', '/recordings/{recordingId}/transcript'].map((end) => OF_TENANT + end); // prettier-ignore

/** The messages of the user's own mailbox, which they can also mark and delete. */
const OWN_VOICEMAIL = ['/voicemails', '/voicemails/{voicemailId}', '/voicemails/{voicemailId}/audio', '/voicemails/{voicemailId}/transcript'].map((end) => OF_TENANT + end); // prettier-ignore

/** What an ordinary user can do with their own extension. The id in the path decides whether it is. */
const OF_OWN_EXTENSION = `${OF_TENANT}/extensions/{extId}/forwarding`;

/** The refusals of each role, route by route, independent of the product's own table. */
export const DENIED_TO: Record<Role, (route: Endpoint) => boolean> = {
  operator: ({ path }) => !path.startsWith('/operator/'),
  // only the tenant’s users may have the tenant’s own keys
  partner_admin: ({ method, path }) =>
    path.startsWith('/operator/') ||
    (path.startsWith(`${OF_TENANT}/api-keys`) && (method === 'POST' || method === 'PATCH')),
  // may read and preview, but no secrets, exports or recordings
  partner_user: ({ method, path }) =>
    path.startsWith('/operator/') ||
    (method !== 'GET' && !/\/(preview|test-runs)$/.test(path)) ||
    /\/credentials$|\/export(\/|$)|\/recording|^\/(api-keys|api-requests|webhooks|tenant-key-settings|payment-account)|\/api-(keys|requests)\b|^\/(wholesale-(tables|invoices|credit-notes|statement)|revenue)\b|\/margins?$/.test(
      path,
    ),
  tenant_admin: ({ method, path }) =>
    !path.startsWith(OF_TENANT) ||
    PARTNERS_OWN.includes(path) ||
    (path === OF_TENANT && method === 'DELETE') ||
    // templates belong to the partner
    (method !== 'GET' && /\/templates$|\/flow-templates\//.test(path)) ||
    // the partner decides which destinations the tenant may call
    (path === `${OF_TENANT}/outbound-permissions` && method !== 'GET'),
  tenant_user: ({ method, path }) =>
    path !== OF_OWN_EXTENSION &&
    !OWN_VOICEMAIL.includes(path) &&
    (method !== 'GET' || !OPEN_TO_TENANT_USERS.includes(path)),
};

/** Calls every route, or those of one permission, as every role that must be refused. Returns those that weren't. */
export async function findOverreach(
  app: TestApp,
  { people, tenantId }: { people: People; tenantId: string },
  only: { role?: Role; permission?: string } = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const [role, person] of Object.entries(people) as [Role, ApiUser][]) {
    if (only.role !== undefined && role !== only.role) continue;
    for (const route of app.app.endpoints) {
      const { method, path, scope, permission } = route;
      if (scope === 'nobody' || scope === 'self' || !DENIED_TO[role](route)) continue;
      if (only.permission !== undefined && permission !== only.permission) continue;
      // the ids in the path don't exist, so that nothing changes if the refusal fails
      const where = path.replace('{tenantId}', tenantId).replaceAll(/\{\w+\}/g, () => newId());
      const { status } = await person.call(method, where, method === 'GET' ? undefined : {});
      // an operator must not even learn that the tenant exists
      const refused = status === 403 || (status === 404 && role === 'operator' && path.startsWith(OF_TENANT));
      if (!refused) found.push(`${role}: ${method} ${path} answers ${status}`);
    }
    found.push(...(await namesOfOthers(role, person)));
  }
  return found;
}

/** Permissions in a session that only operators may have, because pages show what the session permits. */
async function namesOfOthers(role: string, person: ApiUser): Promise<string[]> {
  const { body } = await person.call('GET', '/session');
  const names = body.permissions as string[];
  const others = names.filter((name) => name.startsWith('operator.') !== (role === 'operator'));
  return others.map((name) => `${role}: the session says ${name}`);
}
