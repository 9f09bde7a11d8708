/** Limits per hour. `withinTenant`: a recipient's mails of other tenants don't count, so that no tenant can use up another's. */
export type PerHour = { toRecipient: number; ofTenant: number; byPerson?: number; withinTenant?: true };

/** `above`: whether the request is refused, the mail waits for its turn, or is not sent at all. `reason`: why a kind needs no limit. */
export type MailLimit = { above: 'refuse' | 'wait' | 'drop'; perHour: PerHour } | { above: null; reason: string };

/**
 * All kinds of mails, with their limits. A kind whose recipient a tenant or a user chooses has a limit, because it is mailed in the partner's name to
 * somebody who may never have asked for it. Each kind is counted by itself.
 */
export const MAIL_LIMITS = {
  /** an invitation, or a link for a password that an admin sends */
  accountLink: { above: 'refuse', perHour: { toRecipient: 10, ofTenant: 30, byPerson: 60 } },
  /** a link that somebody asks for at the sign-in page */
  requestedLink: { above: null, reason: 'It has a throttle for each account: THROTTLE.linkMail in people/rules.ts.' },
  /** a change of an account, whose address an admin may have entered; after ten in an hour the owner knows, and the audit log has them all */
  accountNotice: { above: 'drop', perHour: { toRecipient: 10, ofTenant: 300 } },
  /** a voicemail message; it stays in the mailbox until it is mailed */
  voicemail: { above: 'wait', perHour: { toRecipient: 60, ofTenant: 1200, withinTenant: true } },
  /** to the tenant's emergency contacts */
  emergency: {
    above: null,
    reason:
      'Each is a call to an emergency number that was placed, and US law (47 CFR 9.16) requires the notice with it.',
  },
  /** invoices, receipts, refunds and reminders, to the tenant's billing address */
  billing: {
    above: null,
    reason:
      'Only the partner sets the address. Each is a document or a payment in its books, and reminders come once a day.',
  },
  /** to the partner's admins */
  partnerAlert: {
    above: null,
    reason: 'They go to the partner’s own team, each kind of news once an hour, day or event.',
  },
  /** to the operators */
  operatorAlert: { above: null, reason: 'They go to the operators, at growing intervals or once an outage.' },
  /** to the partner's billing address */
  wholesale: { above: null, reason: 'Only the operator sets the address, and each is a document or a daily reminder.' },
} as const satisfies Record<string, MailLimit>;

export type MailKind = keyof typeof MAIL_LIMITS;
/** The kinds of which a mail over the limit has to wait. */
export type PatientKind = { [K in MailKind]: (typeof MAIL_LIMITS)[K]['above'] extends 'wait' ? K : never }[MailKind];
