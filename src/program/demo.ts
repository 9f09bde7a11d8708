import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { addContact } from '../address-book/address-book.ts';
import { ContactCreate } from '../address-book/contract.ts';
import { DESTINATIONS } from '../destinations.ts';
import { addExtension } from '../extensions/extensions.ts';
import { ExtensionCreate } from '../extensions/contract.ts';
import { GroupCreate } from '../groups/contract.ts';
import { addGroup } from '../groups/groups.ts';
import { assignNumbers } from '../numbers/assignment.ts';
import { addNumbers } from '../numbers/inventory.ts';
import { routeNumber } from '../numbers/routing.ts';
import { addPartner } from '../partners/partners.ts';
import { acceptInvitation, bootstrapOperator } from '../people/invitations.ts';
import { addUser } from '../people/users.ts';
import { type Actor, type Role, SYSTEM } from '../platform/http/caller.ts';
import type { Config } from '../platform/config.ts';
import { type Db, inContext, setContext, type Tx } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { hashPassword } from '../platform/password.ts';
import { newId } from '../platform/values/ids.ts';
import { saveContact } from '../support/support.ts';
import type { CallFacts } from '../calls/call-facts.ts';
import { saveEnd } from '../calls/call-records.ts';
import type { CallEnd } from '../calls/command.ts';
import { addRecording } from '../recordings/capture.ts';
import { openStereo } from '../recordings/stereo.ts';
import { seedRates } from './demo-rates.ts';
import { demoCalls } from './demo-calls.ts';
import { BAKERY_CONTACTS } from './demo-contacts.ts';
import { TenantCreate } from '../tenants/contract.ts';
import { createTenant } from '../tenants/tenants.ts';
import { MailboxQuery } from '../voicemail/contract.ts';
import { listMailboxes } from '../voicemail/mailboxes.ts';
import { addMessage } from '../voicemail/recorded.ts';

type DemoTenant = {
  name: string;
  prefix: string;
  status: 'TRIAL' | 'ACTIVE' | 'SUSPENDED';
  suspension?: { reason: 'past_due'; note: string };
  extensions: [number: string, name: string][];
  /** an extension with voicemail, and who left the message in its mailbox */
  voicemail?: { extension: string; from: string; fromName: string };
  group?: { number: string; name: string; members: string[] };
  did?: { number: string; to?: string };
  contacts?: ContactCreate[];
  owner?: string;
  /** calls of the last three days */
  called?: true;
};
type DemoPartner = {
  name: string;
  support: { email: string; phone: string };
  people: [email: string, name: string, role: Role][];
  tenants: DemoTenant[];
  free?: string;
};

const DEMO: DemoPartner[] = [
  {
    name: 'Northwind Voice',
    support: { email: 'help@northwind.example', phone: '+12125550100' },
    people: [
      ['admin@northwind.example', 'Nora Lind', 'partner_admin'],
      ['viewer@northwind.example', 'Victor Ames', 'partner_user'],
    ],
    tenants: [
      {
        name: 'Bakery',
        prefix: 'bakery',
        status: 'ACTIVE',
        extensions: [
          ['101', 'Counter'],
          ['102', 'Kitchen'],
          ['103', 'Office'],
        ],
        voicemail: { extension: '101', from: '+12125550177', fromName: 'MARIA LOPEZ' },
        group: { number: '600', name: 'Everybody', members: ['101', '102', '103'] },
        did: { number: '+12125550101', to: '101' },
        called: true,
        contacts: BAKERY_CONTACTS,
        owner: 'owner@bakery.example',
      },
      {
        name: 'Clinic',
        prefix: 'clinic',
        status: 'TRIAL',
        extensions: [
          ['201', 'Reception'],
          ['202', 'Dr. Okafor'],
        ],
        did: { number: '+12125550102', to: '201' },
        owner: 'owner@clinic.example',
      },
      {
        name: 'Garage',
        prefix: 'garage',
        status: 'SUSPENDED',
        suspension: { reason: 'past_due', note: 'The invoice of October is unpaid.' },
        extensions: [['301', 'Workshop']],
        did: { number: '+12125550103', to: '301' },
        owner: 'owner@garage.example',
      },
    ],
    free: '+12125550110-+12125550119',
  },
  {
    name: 'Contoso Lines',
    support: { email: 'help@contoso.example', phone: '' },
    people: [['admin@contoso.example', 'Carla Reyes', 'partner_admin']],
    tenants: [{ name: 'Florist', prefix: 'florist', status: 'ACTIVE', extensions: [['101', 'Shop']] }],
  },
];

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
 * Seeds an empty database with the demo, through the same operations as every user's, in one transaction.
 * Returns the password of all accounts, or null if an operator already exists.
 */
export async function seedDemo(db: Db, config: Config): Promise<string | null> {
  const link = await bootstrapOperator(db, config);
  if (link === null) return null;
  const password = config.demoPassword ?? randomBytes(9).toString('base64url');
  const passwordHash = await hashPassword(password);
  await inContext(db, { operator: true }, async (tx) => {
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
    for (const partner of DEMO) await seedPartner(tx, config, partner, passwordHash);
  });
  return password;
}

async function seedPartner(tx: Tx, config: Config, story: DemoPartner, passwordHash: string): Promise<void> {
  await setContext(tx, { operator: true });
  const { id: partnerId } = await addPartner(tx, SYSTEM, story.name);
  await setContext(tx, { partnerId });
  await saveContact(tx, SYSTEM, partnerId, story.support, null);
  for (const [email, name, role] of story.people)
    await addUser(tx, config, SYSTEM, { partnerId }, { email, name, role, passwordHash });
  for (const tenant of story.tenants) await seedTenant(tx, config, partnerId, tenant, passwordHash);
  await setContext(tx, { partnerId });
  await seedRates(tx, partnerId);
  if (story.free) await addNumbers(tx, SYSTEM, partnerId, [story.free], new Date());
}

async function seedTenant(
  tx: Tx,
  config: Config,
  partnerId: string,
  story: DemoTenant,
  passwordHash: string,
): Promise<void> {
  const by: Actor = SYSTEM;
  await setContext(tx, { partnerId });
  const input = TenantCreate.parse({
    name: story.name,
    sipPrefix: story.prefix,
    status: story.status,
    ...(story.suspension && { suspension: story.suspension }),
    billingEmail: `billing@${story.prefix}.example`,
    defaultCnam: story.name.toUpperCase(),
    e911Address: story.prefix === 'clinic' ? null : ADDRESS,
  });
  const { id } = await createTenant(tx, by, partnerId, input);
  const tenant = { id, partnerId };
  await setContext(tx, { tenantId: id });
  const ids = new Map<string, string>();
  for (const [number, name] of story.extensions) {
    const voicemailEnabled = number === story.voicemail?.extension;
    const asked = ExtensionCreate.parse({ number, name, voicemailEnabled });
    const extension = await addExtension(tx, by, tenant, asked, config.secretKey);
    ids.set(number, extension.id);
  }
  if (story.voicemail) await seedMessage(tx, config, id, story.voicemail);
  if (story.group) await seedGroup(tx, tenant, story.group, ids);
  if (story.owner)
    await addUser(
      tx,
      config,
      by,
      { partnerId, tenantId: id },
      { email: story.owner, name: `Owner of ${story.name}`, role: 'tenant_admin', passwordHash },
    );
  for (const contact of story.contacts ?? []) await addContact(tx, by, tenant, ContactCreate.parse(contact));
  if (!story.did) return;
  const did = await seedNumber(tx, tenant, story.did, ids);
  if (!story.called) return;
  for (const { facts, end, isRecorded } of demoCalls({ id, extensions: ids, did }, new Date())) {
    await saveEnd(tx, facts, end);
    if (isRecorded) await seedRecording(tx, config, facts, end);
  }
}

const MESSAGE = path.resolve(import.meta.dirname, '../../asterisk/prompts/voicemail/demo-message.wav');

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

const SPOKEN = path.join(import.meta.dirname, 'demo-recording');

async function seedRecording(
  tx: Tx,
  config: Config,
  facts: CallFacts & { tenantId: string },
  { answeredAt, answeredBy }: CallEnd,
): Promise<void> {
  const sound = await openStereo(path.join(SPOKEN, 'caller.wav'), path.join(SPOKEN, 'callee.wav'));
  if (!sound) throw new Error('The recording of the demo is missing.');
  const caller = { channel: 'caller', extensionId: null };
  const callee = { channel: 'callee', extensionId: answeredBy };
  const talk = { callId: facts.id, tenantId: facts.tenantId, facts, caller, callee };
  const at = answeredAt ?? facts.admittedAt;
  await addRecording(
    tx,
    openStorage(config.dataDir),
    { id: newId(), talk, cause: 'extension', node: 'demo', at },
    sound,
  );
  await sound.close();
}

async function seedGroup(
  tx: Tx,
  tenant: { id: string; partnerId: string },
  { members, ...group }: NonNullable<DemoTenant['group']>,
  extensions: Map<string, string>,
): Promise<void> {
  const rung = members.map((number) => ({ kind: 'extension', id: extensions.get(number) }));
  await addGroup(tx, SYSTEM, tenant, GroupCreate.parse({ ...group, members: rung }), DESTINATIONS);
}

async function seedNumber(
  tx: Tx,
  tenant: { id: string; partnerId: string },
  did: NonNullable<DemoTenant['did']>,
  extensions: Map<string, string>,
): Promise<{ id: string; number: string }> {
  const { id: tenantId, partnerId } = tenant;
  await setContext(tx, { partnerId });
  const { added } = await addNumbers(tx, SYSTEM, partnerId, [did.number], new Date());
  const [number] = added;
  if (!number) throw new Error(`The number ${did.number} of the demo is taken.`);
  const didId = number.id;
  await assignNumbers(tx, SYSTEM, { tenantId, acknowledgeAgeing: false, didIds: [didId] }, new Date());
  await setContext(tx, { tenantId });
  const extensionId = did.to && extensions.get(did.to);
  if (extensionId)
    await routeNumber(tx, SYSTEM, tenant, didId, { kind: 'extension', id: extensionId }, DESTINATIONS, null);
  return { id: didId, number: did.number };
}
