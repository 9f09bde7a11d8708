import type { ContactCreate } from '../../address-book/contract.ts';
import type { Role } from '../../platform/http/caller.ts';
import { BAKERY_CONTACTS } from './contacts.ts';

export type DemoTenant = {
  name: string;
  prefix: string;
  status: 'TRIAL' | 'ACTIVE';
  /** for developers to try test keys */
  sandbox?: true;
  /** set after its past calls and invoices are written */
  suspension?: { reason: 'past_due'; note: string };
  /** `monthly`: for two months, of which one is paid. `overdue`: for one unpaid month. `trial`: with the cost that its calls would have had. */
  billed?: 'monthly' | 'trial' | 'overdue';
  /** its limits of spend (USD) and minutes in a billing cycle */
  caps?: { spend: string; minutes: number };
  /** `days`: how long after the tenant it came, if it came later */
  extensions: [number: string, name: string, days?: number][];
  /** an extension with voicemail, and the caller of the message in its mailbox */
  voicemail?: { extension: string; from: string; fromName: string };
  group?: { number: string; name: string; members: string[] };
  did?: { number: string; to?: string };
  contacts?: ContactCreate[];
  owner?: string;
  /** `months`: calls of this month and the last. `trial`: a few calls. */
  called?: 'months' | 'trial';
  /** countries that it may call */
  countries?: string[];
  /** its number leads to a call flow, which rings the group and this extension */
  flow?: { doctor: string };
};
/** A call of the demo. */
export type StoryCall = {
  /** days before today, and the time in hours of the day, UTC */
  day: number;
  hour: number;
  from: string;
  to: string;
  /** how long each phone rang, in turn, and with what result */
  rang: [extension: string, seconds: number, result: 'answered' | 'no_answer' | 'busy' | 'declined'][];
  talked: number;
  /** it has a recording */
  recorded?: true;
};

export type DemoPartner = {
  name: string;
  support: { email: string; phone: string };
  people: [email: string, name: string, role: Role][];
  tenants: DemoTenant[];
  free?: string;
  /** the operator charges it for its tenants and calls, and mails the invoices here */
  wholesale?: { billingEmail: string };
  /** the seller's details on its invoices */
  invoices?: { address: string; taxIds: string[]; footer: string };
};

/** The demo's partners and tenants, and what they have. */
export const DEMO: DemoPartner[] = [
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
          ['103', 'Office', 15],
        ],
        voicemail: { extension: '101', from: '+12125550177', fromName: 'MARIA LOPEZ' },
        group: { number: '600', name: 'Everybody', members: ['101', '102', '103'] },
        did: { number: '+12125550101', to: '101' },
        called: 'months',
        countries: ['IT', 'MX'],
        billed: 'monthly',
        caps: { spend: '60.00', minutes: 1000 },
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
        group: { number: '600', name: 'Front desk', members: ['201', '202'] },
        did: { number: '+12125550102', to: '201' },
        flow: { doctor: '202' },
        called: 'trial',
        billed: 'trial',
        owner: 'owner@clinic.example',
      },
      {
        name: 'Garage',
        prefix: 'garage',
        status: 'ACTIVE',
        billed: 'overdue',
        suspension: { reason: 'past_due', note: 'The last invoice is unpaid.' },
        extensions: [['301', 'Workshop']],
        did: { number: '+12125550103', to: '301' },
        owner: 'owner@garage.example',
      },
      {
        name: 'Developer Sandbox',
        prefix: 'devbox',
        status: 'ACTIVE',
        sandbox: true,
        extensions: [
          ['101', 'First phone'],
          ['102', 'Second phone'],
        ],
      },
    ],
    free: '+12125550110-+12125550119',
    wholesale: { billingEmail: 'accounts@northwind.example' },
    invoices: {
      address: '350 5th Ave\nNew York, NY 10118',
      taxIds: ['EIN 12-3456789'],
      footer: 'Please pay by bank transfer to account 12 3456 7890 and name the invoice.\nQuestions? (212) 555-0100',
    },
  },
  {
    name: 'Contoso Lines',
    support: { email: 'help@contoso.example', phone: '' },
    people: [['admin@contoso.example', 'Carla Reyes', 'partner_admin']],
    tenants: [{ name: 'Florist', prefix: 'florist', status: 'ACTIVE', extensions: [['101', 'Shop']] }],
  },
];
