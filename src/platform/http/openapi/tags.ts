/** The nouns of the API in the order of its documentation. A path belongs to the first tag that matches it. */
const TAGS = [
  {
    name: 'Sign-in',
    paths: /^\/(session$|password-resets|invitations)/,
    description: 'Sign in and out, accept an invitation, and choose a new password by mail.',
  },
  {
    name: 'Own account',
    paths: /^\/(session\/|sessions)/,
    description: 'Your own password, second factor and sessions.',
  },
  {
    name: 'Tenants',
    paths:
      /^\/(tenant-statuses|partner\/|tenants(\/export|\/prefix-suggestion)?$|tenants\/\{tenantId\}(\/(suspend|suspensions|reactivate|cancel|preview|manifests|summary))?$)/,
    description:
      'The businesses that a partner provides phones to: their record and their life from trial to cancellation.',
  },
  {
    name: 'Tenant defaults',
    paths: /^\/tenant-defaults/,
    description: 'The values that a new tenant starts with.',
  },
  {
    name: 'Tenant exports',
    paths: /^\/tenants\/\{tenantId\}\/export/,
    description: 'A ZIP with everything that a tenant has.',
  },
  {
    name: 'Limits',
    paths: /\/(limits|usage)$/,
    description: 'What a tenant may use, and what it uses in its billing cycle.',
  },
  {
    name: 'Fraud rules',
    paths: /\/(fraud-rules|fraud-trips)(\/|$)/,
    description: 'When a tenant’s outbound calls look like fraud, what is done then, and what has been done.',
  },
  {
    name: 'Outbound permissions',
    paths: /\/outbound-permissions$/,
    description: 'The outside numbers that a tenant may call, and how many calls at once.',
  },
  {
    name: 'Extensions',
    paths: /\/extensions\b/,
    description: 'A tenant’s internal numbers with their phones.',
  },
  {
    name: 'Ring groups',
    paths: /\/groups\b/,
    description: 'A group’s number rings several phones.',
  },
  {
    name: 'Call flows',
    paths: /^\/tenants\/\{tenantId\}\/flow/,
    description: 'What happens when somebody calls: menus, opening hours, and where calls go.',
  },
  {
    name: 'Schedules',
    paths: /\/schedules\b/,
    description: 'When a tenant is open: hours of the week, holidays, and open or closed until a time.',
  },
  {
    name: 'Number lists',
    paths: /\/number-lists\b/,
    description: 'Outside numbers, and beginnings of numbers, that call flows ask for.',
  },
  {
    name: 'Phone numbers',
    paths: /\/dids\b/,
    description:
      'Numbers (DIDs) that can be called from outside: the partner’s inventory, and where a tenant’s numbers ring.',
  },
  {
    name: 'Destinations',
    paths: /\/destination-uses$/,
    description: 'What sends calls to an extension, a group or a mailbox.',
  },
  {
    name: 'Directory',
    paths: /\/directory$/,
    description: 'Who can be dialled inside a tenant.',
  },
  {
    name: 'Live',
    paths: /\/live$/,
    description: 'Who is on the phone now, as a stream of events.',
  },
  {
    name: 'Sandbox',
    paths: /^\/sandbox\//,
    description: 'Calls that are played on a sandbox, to try programs out without a phone.',
  },
  {
    name: 'Calls',
    paths: /\/(live-)?calls\b/,
    description: 'Calls in progress and call records.',
  },
  {
    name: 'Contacts',
    paths: /\/(contacts|phone-directory)\b/,
    description: 'People and companies outside that a tenant’s phones know by name.',
  },
  {
    name: 'Voicemail',
    paths: /\/(mailboxes|voicemails)\b/,
    description: 'Mailboxes, their greetings, and the messages that callers leave.',
  },
  {
    name: 'Recordings',
    paths: /\/(recordings|recording-settings)\b|\/recording$/,
    description: 'Recorded calls, what is recorded, and for how long recordings are stored.',
  },
  {
    name: 'Media',
    paths: /\/(media|media-options|hold-music)\b/,
    description:
      'The sounds that a tenant plays to callers: uploaded, spoken or recorded by phone, and which of them is its hold music.',
  },
  {
    name: 'Calls to phones',
    paths: /\/service-calls\b/,
    description: 'Calls that the service makes to a phone: to play the draft of a flow, or to record a sound.',
  },
  {
    name: 'Emergency calls',
    paths: /\/emergency-(calls|contacts)$/,
    description: 'Calls to 911 and the people who are notified of them.',
  },
  {
    name: 'Users',
    paths: /\/users\b/,
    description: 'People who sign in: the partner’s team and the users of a tenant.',
  },
  {
    name: 'Security settings',
    paths: /\/security-settings$/,
    description: 'Whether a team has to use a second factor.',
  },
  {
    name: 'Billing profiles',
    paths: /\/billing-(profiles|preview)\b/,
    description: 'What a partner charges its tenants: fees, included minutes, rates of calls, and when.',
  },
  {
    name: 'Wholesale',
    paths: /\/(wholesale-(settings|terms|invoices|credit-notes|payments|refunds|statement))\b/,
    description: 'What the operator charges partners for their tenants, and what they have paid.',
  },
  {
    name: 'Payments',
    paths: /\/(payments|refunds|statement|account|overdue|cards|card-payments|auto-pay|payment-account)\b/,
    description: 'What tenants have paid, what was reversed or refunded, and what they owe.',
  },
  {
    name: 'Invoices',
    paths: /\/(invoices|billing-summary|revenue|credit-notes|invoice-settings|adjustments|tax-exemption)\b/,
    description: 'What partners charge tenants for their billing cycles, and how mistakes are taken back.',
  },
  {
    name: 'Rate tables',
    paths: /\/(rate-tables|rates|wholesale-tables|unrated-calls)\b|\/wholesale$/,
    description: 'What calls cost tenants, and what they cost the partner, by the first digits of the called number.',
  },
  {
    name: 'Support',
    paths: /^\/(support-contact|help)$/,
    description: 'Where a partner’s tenants turn to for help.',
  },
  {
    name: 'API keys',
    paths: /^\/api-(keys?|requests)\b|^\/tenant-key-settings$|^\/tenants\/\{tenantId\}\/api-(keys|requests)\b/,
    description: 'What a partner’s programs send instead of signing in.',
  },
  {
    name: 'Webhooks',
    paths: /^\/webhooks\b/,
    description: 'Where events are sent by themselves.',
  },
  {
    name: 'Events',
    paths: /^\/events$/,
    description: 'What has happened, for programs that follow it.',
  },
  {
    name: 'Audit log',
    paths: /\/audit-events\b/,
    description: 'Every change and who made it. The log can be verified and never edited.',
  },
  {
    name: 'Tenants of all partners',
    paths: /^\/operator\/tenants(\/\{tenantId\}(\/(suspend|reactivate))?)?$/,
    description: 'Finding, suspending and reactivating any tenant of the platform. For operators.',
  },
  {
    name: 'Partners',
    paths: /^\/operator\/partners/,
    description: 'The resellers on this platform. For operators.',
  },
  {
    name: 'Trunks',
    paths: /^\/operator\/trunks/,
    description: 'The connections to carriers. For operators.',
  },
  {
    name: 'Legal holds',
    paths: /\/legal-hold$/,
    description: 'Keeping a tenant’s data from being purged. For operators.',
  },
  {
    name: 'Platform',
    paths: /^\/operator\/(health|incidents|mails)$/,
    description: 'How the service is doing, and the mail that it sends. For operators.',
  },
];

/** The tag of a path. */
export function tagOf(path: string): string {
  const tag = TAGS.find(({ paths }) => paths.test(path));
  if (!tag) throw new Error(`No tag for ${path}: name its noun in tags.ts.`);
  return tag.name;
}

/** The used tags, for the head of the document. */
export const tagList = (used: ReadonlySet<string>): { name: string; description: string }[] =>
  TAGS.filter(({ name }) => used.has(name)).map(({ name, description }) => ({ name, description }));
