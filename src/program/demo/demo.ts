import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContact } from '../../address-book/address-book.ts';
import { ContactCreate } from '../../address-book/contract.ts';
import { countSince } from '../../billing/cycles/past.ts';
import { saveAccount } from '../../cards/account/account.ts';
import { DESTINATIONS } from '../../destinations.ts';
import { ExtensionCreate } from '../../extensions/contract.ts';
import { createExtension } from '../../extensions/extensions.ts';
import { GroupCreate } from '../../groups/contract.ts';
import { createGroup } from '../../groups/groups.ts';
import { saveSettings } from '../../invoices/settings/settings.ts';
import { assignNumbers } from '../../numbers/assignment.ts';
import { addNumbers } from '../../numbers/inventory.ts';
import { routeNumber } from '../../numbers/routing.ts';
import { savePermissions } from '../../outbound/outbound.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import { createPartnerWithoutUsers } from '../../partners/partners.ts';
import { acceptInvitation, bootstrapOperator } from '../../people/invitations/invitations.ts';
import { createUser } from '../../people/users/users.ts';
import type { Config } from '../../platform/config.ts';
import { type Db, inContext, setContext, type Tx } from '../../platform/db/db.ts';
import type { Owner } from '../../platform/db/events.ts';
import { openStorage } from '../../platform/db/storage.ts';
import { type Actor, SYSTEM } from '../../platform/http/caller.ts';
import { hashPassword } from '../../platform/password.ts';
import { newId } from '../../platform/values/ids.ts';
import { saveContact } from '../../support/support.ts';
import { TenantCreate } from '../../tenants/contract.ts';
import { suspendTenant } from '../../tenants/lifecycle/lifecycle.ts';
import { createTenant } from '../../tenants/tenants.ts';
import { MailboxQuery } from '../../voicemail/contract.ts';
import { listMailboxes } from '../../voicemail/mailboxes.ts';
import { addMessage } from '../../voicemail/recorded.ts';
import { planBilling, daysAfter, DEMO_ZONE, type DemoInvoices, seedProfile } from './billing.ts';
import type { CalledTenant } from './calls.ts';
import { type DemoFlow, seedFlow } from './flow.ts';
import type { DemoAccount } from './payments/demo-payments.ts';
import { seedRates } from './rates.ts';
import { DEMO, type DemoPartner, type DemoTenant } from './story.ts';
import { wholesaleSince, seedOperator, seedWholesale } from './wholesale.ts';

const OPERATOR = { email: 'operator@strowger.example', name: 'Olga Novak' };

const ADDRESS = { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

/** Every account of the demo, printed at the first start. */
export const DEMO_ACCOUNTS = [
  OPERATOR.email,
  ...DEMO.flatMap((partner) => [
    ...partner.people.map(([email]) => email),
    ...partner.tenants.flatMap(({ owner }) => owner ?? []),
  ]),
];

/**
 * `password`: for all accounts. `flows`: drafts to publish once their texts have speech. After the commit, the caller writes the calls of `called`,
 * then issues the invoices of `invoices` and the operator's to the partners in `wholesale`.
 */
export type Demo = {
  password: string;
  flows: DemoFlow[];
  called: CalledTenant[];
  invoices: DemoInvoices[];
  wholesale: string[];
};

/**
 * Seeds an empty database with the demo, through the same operations as every user's, in one transaction. Null if an operator already exists.
 */
export async function seedDemo(db: Db, config: Config, payments: DemoAccount | null = null): Promise<Demo | null> {
  const link = await bootstrapOperator(db, config);
  if (link === null) return null;
  const password = config.demoPassword ?? randomBytes(9).toString('base64url');
  const passwordHash = await hashPassword(password);
  return inContext(db, { operator: true }, async (tx) => {
    await acceptInvitation(
      tx,
      {
        token: new URL(link).hash.slice(1),
        email: OPERATOR.email,
        passwordHash,
        operator: OPERATOR,
        proof: null,
        attempts: [],
      },
      { ip: '127.0.0.1', requestId: 'demo' },
    );
    await seedOperator(tx);
    const seeded: Seeded = { flows: [], called: [], invoices: [], wholesale: [] };
    for (const partner of DEMO) await seedPartner(tx, config, partner, { passwordHash, payments, seeded });
    return { password, ...seeded };
  });
}

/** What the caller has to do after the commit. */
type Seeded = Omit<Demo, 'password'>;
type Seeding = { passwordHash: string; payments: DemoAccount | null; seeded: Seeded };

async function seedPartner(tx: Tx, config: Config, story: DemoPartner, seeding: Seeding): Promise<void> {
  const { passwordHash, payments, seeded } = seeding;
  const now = new Date();
  await setContext(tx, { operator: true });
  const { id: partnerId } = await createPartnerWithoutUsers(tx, SYSTEM, story.name);
  if (story.wholesale) {
    await setContext(tx, { operator: true, partnerId });
    await seedWholesale(tx, partnerId, story.wholesale.billingEmail, now);
    seeded.wholesale.push(partnerId);
  }
  await setContext(tx, { partnerId });
  await saveContact(tx, SYSTEM, { partnerId, input: story.support, ifMatch: null });
  if (story.invoices)
    await saveSettings(tx, SYSTEM, {
      partnerId,
      input: { legalName: '', timezone: DEMO_ZONE, ...story.invoices },
      ifMatch: null,
    });
  // only the partner that issues invoices also accepts cards
  if (story.invoices && payments)
    await saveAccount(tx, SYSTEM, { partnerId, patch: payments, ifMatch: null, deps: { config, path: payments.path } });
  for (const [email, name, role] of story.people)
    await createUser(tx, SYSTEM, { owner: { partnerId }, input: { email, name, role, passwordHash }, config });
  const outboundRates = await seedRates(tx, partnerId, wholesaleSince(now));
  const profiles = new Map<string, string>();
  for (const tenant of story.tenants)
    await seedTenant(tx, config, { partner: { partnerId, outboundRates, profiles }, story: tenant, seeding });
  await setContext(tx, { partnerId });
  if (story.free) await addNumbers(tx, SYSTEM, { partnerId, entries: [story.free], now });
}

async function seedTenant(
  tx: Tx,
  config: Config,
  {
    partner,
    story,
    seeding,
  }: {
    partner: { partnerId: string; outboundRates: string; profiles: Map<string, string> };
    story: DemoTenant;
    seeding: Seeding;
  },
): Promise<void> {
  const { partnerId, outboundRates, profiles } = partner;
  const { passwordHash, seeded } = seeding;
  const by: Actor = SYSTEM;
  await setContext(tx, { partnerId });
  const input = TenantCreate.parse({
    name: story.name,
    sipPrefix: story.prefix,
    status: story.status,
    sandbox: story.sandbox,
    ...(!story.sandbox && { billingEmail: `billing@${story.prefix}.example`, defaultCnam: story.name.toUpperCase() }),
    e911Address: story.prefix === 'clinic' ? null : ADDRESS,
    ...(story.caps && {
      limits: {
        monthlySpend: { amount: story.caps.spend, currency: 'USD' },
        maxMonthlyMinutes: story.caps.minutes,
      },
    }),
  });
  const now = new Date();
  const billed = story.billed && planBilling(story.billed, now);
  const billingProfileId = billed ? await seedProfile(tx, partnerId, billed, { outboundRates, profiles }) : null;
  const { id } = await createTenant(tx, by, { partnerId, input: { ...input, billingProfileId }, since: billed?.since });
  const tenant = { id, partnerId };
  await setContext(tx, { tenantId: id });
  const ids = new Map<string, string>();
  for (const [number, name, days = 0] of story.extensions) {
    const voicemailEnabled = number === story.voicemail?.extension;
    const asked = ExtensionCreate.parse({ number, name, voicemailEnabled });
    const extension = await createExtension(tx, by, { tenant, input: asked, secretKey: config.secretKey });
    ids.set(number, extension.id);
    if (billed) await countSince(tx, [extension.id], daysAfter(billed.since, days));
  }
  if (story.voicemail) await seedMessage(tx, config, id, story.voicemail);
  const groupId = story.group && (await seedGroup(tx, tenant, story.group, ids));
  if (story.owner)
    await createUser(tx, by, {
      owner: { partnerId, tenantId: id },
      input: { email: story.owner, name: `Owner of ${story.name}`, role: 'tenant_admin', passwordHash },
      config,
    });
  if (story.countries)
    await savePermissions(tx, by, { tenant, input: { ...SAFE_RULES, countries: story.countries }, ifMatch: null });
  for (const contact of story.contacts ?? []) await createContact(tx, by, tenant, ContactCreate.parse(contact));
  if (story.did) {
    const did = await seedNumber(tx, tenant, story.did, ids);
    if (billed) await countSince(tx, [did.id], billed.since);
    if (story.called) seeded.called.push({ id, story: story.called, extensions: ids, did });
    const doctorId = story.flow && ids.get(story.flow.doctor);
    if (groupId && doctorId)
      seeded.flows.push(await seedFlow(tx, config, tenant, { groupId, doctorId, didId: did.id }));
  }
  if (story.billed) seeded.invoices.push({ partnerId, tenantId: id, story: story.billed });
  if (!story.suspension) return;
  await setContext(tx, { partnerId });
  await suspendTenant(tx, by, id, story.suspension);
}

const MESSAGE = path.resolve(import.meta.dirname, '../../../asterisk/prompts/voicemail/demo-message.wav');

async function seedMessage(
  tx: Tx,
  config: Config,
  tenantId: string,
  { extension, from, fromName }: NonNullable<DemoTenant['voicemail']>,
): Promise<void> {
  const { items } = await listMailboxes(tx, MailboxQuery.parse({ search: extension }));
  for (const { id: mailboxId } of items) {
    const receivedAt = new Date(Date.now() - 40 * 60 * 1000).toISOString();
    const note = { id: newId(), tenantId, mailboxId, callId: null, from, fromName, receivedAt };
    await addMessage(tx, openStorage(config.dataDir), note, readFileSync(MESSAGE));
  }
}

async function seedGroup(
  tx: Tx,
  tenant: Owner,
  { members, ...group }: NonNullable<DemoTenant['group']>,
  extensions: Map<string, string>,
): Promise<string> {
  const rung = members.map((number) => ({ kind: 'extension', id: extensions.get(number) }));
  const asked = GroupCreate.parse({ ...group, members: rung });
  return (await createGroup(tx, SYSTEM, { tenant, input: asked, destinations: DESTINATIONS })).id;
}

async function seedNumber(
  tx: Tx,
  tenant: Owner,
  did: NonNullable<DemoTenant['did']>,
  extensions: Map<string, string>,
): Promise<{ id: string; number: string }> {
  const { id: tenantId, partnerId } = tenant;
  await setContext(tx, { partnerId });
  const { added } = await addNumbers(tx, SYSTEM, { partnerId, entries: [did.number], now: new Date() });
  const [number] = added;
  if (!number) throw new Error(`The number ${did.number} of the demo is taken.`);
  const didId = number.id;
  await assignNumbers(tx, SYSTEM, { tenantId, acknowledgeAgeing: false, didIds: [didId] }, new Date());
  await setContext(tx, { tenantId });
  const extensionId = did.to && extensions.get(did.to);
  if (extensionId)
    await routeNumber(tx, SYSTEM, {
      tenant,
      id: didId,
      to: { kind: 'extension', id: extensionId },
      ifMatch: null,
      destinations: DESTINATIONS,
    });
  return { id: didId, number: did.number };
}
