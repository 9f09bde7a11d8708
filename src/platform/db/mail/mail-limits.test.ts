import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MAIL_LIMITS, type MailKind, type MailLimit } from './mail-limits.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const kinds = Object.entries<MailLimit>(MAIL_LIMITS);

/**
 * Who sends mails of a kind without a limit, and so may not take the recipient from a tenant or a user. A new sender is either of another kind, or
 * reviewed and added here.
 */
const SENDERS: Partial<Record<MailKind, string[]>> = {
  requestedLink: ['src/people/invitations/invitations.ts'],
  emergency: ['src/emergency/notice.ts'],
  billing: ['src/cards/mails.ts', 'src/invoices/documents/send.ts', 'src/past-due/mails.ts'],
  partnerAlert: ['src/platform/db/mail/admin-mail.ts', 'src/retention/retention.ts', 'src/retention/warnings.ts'],
  operatorAlert: ['src/incidents/incidents.ts', 'src/trunks/trunk-down.ts'],
  wholesale: ['src/wholesale/invoicing/reminders.ts', 'src/wholesale/invoicing/send.ts'],
};

const senders = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ file: `src/${name}`, text: readFileSync(path.join(root, 'src', name), 'utf8') }))
  .filter(({ text }) => /\bqueueMail(InTurn)?\(tx, /.test(text));
const sendersOf = (kind: string): string[] =>
  senders.flatMap(({ file, text }) => (text.includes(`'${kind}'`) ? [file] : [])).toSorted();

test.for(kinds)('%s has a limit, or a reason and known senders', ([kind, limit]) => {
  if (limit.above === null) {
    expect(limit.reason.length).toBeGreaterThan(30);
    expect(sendersOf(kind)).toEqual(Object.entries(SENDERS).find(([name]) => name === kind)?.[1]);
  } else {
    expect(limit.perHour.toRecipient).toBeGreaterThan(0);
    expect(limit.perHour.ofTenant).toBeGreaterThanOrEqual(limit.perHour.toRecipient);
    expect(sendersOf(kind)).not.toEqual([]);
  }
});

test('each sender names its kind', () => {
  const unnamed = senders.filter(({ text }) => !kinds.some(([kind]) => text.includes(`'${kind}'`)));
  expect(unnamed.map(({ file }) => file)).toEqual([]);
  expect(senders.length).toBeGreaterThan(10);
});
