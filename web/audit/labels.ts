import { displayNumber } from '../../src/platform/values/phone.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { ROLE_NAMES } from '../kit/session/roles.ts';
import { REASON_NAMES, STATUS_NAMES } from '../kit/words/status-labels.ts';
import { dayLabel, timeLabel } from '../ui/time-labels.ts';

/** Labels for actions whose identifier isn't readable. */
const ACTIONS: Record<string, string> = {
  'session.opened': 'Signed in',
  'session.closed': 'Signed out',
  'session.refused': 'Sign-in refused',
  'session.ended': 'Signed out another session',
  'session.others-ended': 'Signed out all other sessions',
  'password.changed': 'Password changed',
  'password.change-refused': 'Wrong current password',
  'password.reset': 'Password reset by a link',
  'password.link-requested': 'Password reset requested',
  'second-factor.enabled': 'Two-factor authentication turned on',
  'second-factor.disabled': 'Two-factor authentication turned off',
  'second-factor.refused': 'Wrong two-factor code',
  'second-factor.recovery-code-used': 'Signed in with a recovery code',
  'second-factor.recovery-codes-renewed': 'New recovery codes',
  'second-factor.reset': 'Two-factor authentication reset by the operator',
  'user.gave-way': 'Unconfirmed user removed: the address is in use elsewhere',
  'user.second-factor-reset': 'Two-factor authentication reset',
  'security_settings.saved': 'Security settings saved',
  'invitation.accepted': 'Invitation accepted',
  'extension.credentials_shown': 'SIP credentials viewed',
  'webhook.secret_replaced': 'Webhook secret replaced',
  'webhook.tested': 'Webhook test sent',
  'webhook.replayed': 'Webhook messages sent again',
  'webhook.delivery_skipped': 'Webhook message skipped',
  'flow.webhook_secret_shown': 'Webhook secret viewed',
  'extension.credentials_reset': 'SIP password reset',
  'rate_table.calls_rated_again': 'Calls rated again',
  'fraud_rule.saved': 'Fraud rules changed',
  'fraud_rule.tripped': 'Fraud rule tripped',
  'fraud_rule.lifted': 'Call block lifted',
  'extension.forwarding_saved': 'Call forwarding saved',
  'did.address_changed': 'E911 address of a number changed',
  'flow.created': 'Call flow created',
  'flow.edited': 'Call flow edited',
  'flow.tests_saved': 'Call flow tests changed',
  'flow.renumbered': 'Call flow number changed',
  'flow.draft_discarded': 'Call flow draft discarded',
  'flow.test_called': 'Call flow draft played to a phone',
  'flow.published': 'Call flow published',
  'flow.deleted': 'Call flow deleted',
  'flow_template.created': 'Call flow saved as a template',
  'flow_template.deleted': 'Call flow template deleted',
  'group.created': 'Ring group created',
  'group.edited': 'Ring group edited',
  'group.deleted': 'Ring group deleted',
  'flow.target_missing': 'Call flow reached a missing target',
  'media.created': 'Media added',
  'media.recording_requested': 'Phone called to record media',
  'media.failed': 'Media could not be converted',
  'hold_music.chosen': 'Hold music chosen',
  'recording.played': 'Recording played',
  'voicemail.played': 'Voicemail message played',
  'recording.started': 'Recording started manually',
  'recording.paused': 'Recording paused manually',
  'recording.resumed': 'Recording resumed manually',
  'recording.stopped': 'Recording stopped manually',
  'tenant.exported': 'Full export requested',
  'tenant.export_downloaded': 'Full export downloaded',
  'tenants.exported': 'Tenant list exported',
  'calls.exported': 'Call history exported',
  'phone_directory.enabled': 'Phone directory turned on',
  'phone_directory.renewed': 'Phone directory renewed',
  'phone_directory.disabled': 'Phone directory turned off',
  'phone_directory.addresses_shown': 'Phone directory addresses viewed',
  'audit.exported': 'Audit log exported',
  'user.invited': 'Invitation sent again',
  'user.password-link-sent': 'Password link sent',
  'tenants.searched': 'Tenants searched',
  'tenant.viewed': 'Tenant viewed',
  'rate_table.import_uploaded': 'Rates file uploaded',
  'rate_table.import_confirmed': 'Rate import confirmed',
  'rate_table.import_cancelled': 'Rate import cancelled',
  'wholesale_table.import_uploaded': 'Wholesale rates file uploaded',
  'wholesale_table.import_confirmed': 'Wholesale rate import confirmed',
  'wholesale_table.import_cancelled': 'Wholesale rate import cancelled',
  'rate_table.imported': 'Rates imported',
  'wholesale_table.imported': 'Wholesale rates imported',
  'wholesale_terms.edited': 'Wholesale terms changed',
  'wholesale_settings.edited': 'Operator’s invoice details changed',
  'wholesale_invoice.issued': 'Operator’s invoice issued',
  'wholesale_invoice.exported': 'Operator’s invoices exported',
  'wholesale_statement.exported': 'Statement of the operator exported',
  'wholesale_credit_note.issued': 'Operator’s credit note issued',
  'wholesale_payment.recorded': 'Payment to the operator recorded',
  'wholesale_payment.reversed': 'Payment to the operator reversed',
  'wholesale_payment.refunded': 'Payment to the operator refunded',
  'wholesale_payment.refund_reversed': 'Refund of a payment to the operator reversed',
  'tenant.books_deleted': 'Invoices of a purged tenant deleted',
  'invoice.issued': 'Invoice issued',
  'invoice.exported': 'Invoices exported',
  'revenue.exported': 'Revenue exported',
  'credit_note.issued': 'Credit note issued',
  'payment.recorded': 'Payment recorded',
  'payment.reversed': 'Payment reversed',
  'payment.refund_started': 'Card refund started',
  'payment.refunded': 'Payment refunded',
  'payment.refund_reversed': 'Manual refund reversed',
  'payment.reinstated': 'Payment reinstated: dispute won on appeal',
  'payment.refund_failed': 'Card refund failed',
  'payment.refund_unclear': 'Card refund unclear',
  'payment.exported': 'Payments exported',
  'statement.exported': 'Statement of account exported',
  'payment_account.edited': 'Card payment keys entered',
  'payment_account.checked': 'Card payment key accepted by Stripe',
  'payment_account.refused': 'Card payment key refused by Stripe',
  'payment_account.removed': 'Card payment keys removed',
  'card_payment.started': 'Card payment started',
  'card_payment.page_opened': 'Page to save a card opened',
  'card_payment.cancelled': 'Card payment cancelled',
  'card_payment.outdated': 'Card payment closed: paid another way',
  'card_payment.failed': 'Card payment failed',
  'card_payment.unclear': 'Card payment needs attention',
  'card_payment.disputed': 'Card payment disputed',
  'card.saved': 'Card saved',
  'card.removed': 'Card removed',
  'card.auto_pay_started': 'Auto-pay started',
  'card.auto_pay_stopped': 'Auto-pay stopped',
  'adjustment.added': 'Adjustment added',
  'adjustment.removed': 'Adjustment removed',
  'tax_exemption.edited': 'Tax exemption changed',
  'invoice_settings.edited': 'Invoice settings changed',
  'support.saved': 'Support contact saved',
  'emergency_contacts.saved': 'Emergency contacts saved',
  'legal-hold.placed': 'Legal hold placed',
  'legal-hold.lifted': 'Legal hold lifted',
};

/** The label of an action: `tenant_defaults.saved` gives "Tenant defaults saved". */
export function actionLabel(action: string): string {
  const known = ACTIONS[action];
  if (known) return known;
  const text = plainWords(action.replace(/[._]/g, ' '));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Both = [string | null, string | null];
type Fields = Record<string, unknown> | null;
export type FieldChange = { field: string; before: string | null; after: string | null };

/** The changes of an event by field. Unchanged fields have only an `after`. Ids are left out, because they mean nothing to a reader. */
export function fieldChanges(before: Fields, after: Fields, zone: string | null = null): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(isShown);
  const currency = after?.['currency'] ?? before?.['currency'];
  return fields.flatMap((field) => {
    const [was, is] = [before, after].map((side) =>
      valueLabel(named(field, side?.[field], currency), zone, field),
    ) as Both;
    if (was === is) return is === null ? [] : [{ field: fieldLabel(field), before: null, after: is }];
    return [{ field: fieldLabel(field), before: was, after: is }];
  });
}

/** Labels for values, by field. */
const NAMES: Record<string, Record<string, string>> = {
  status: STATUS_NAMES,
  suspensionReasons: REASON_NAMES,
  role: ROLE_NAMES,
};

/** Fields with an amount in the currency that the event names beside them. */
const AMOUNTS = new Set(['amount', 'total', 'refund', 'reversed']);

function named(field: string, value: unknown, currency: unknown): unknown {
  if (AMOUNTS.has(field) && typeof value === 'string' && currency !== undefined) return { amount: value, currency };
  const names = NAMES[field];
  if (!names) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => names[String(one)] ?? one);
  return typeof value === 'string' ? (names[value] ?? value) : value;
}

/** Counters of the platform itself. */
const isShown = (field: string): boolean => field !== 'version' && field !== 'defaultsVersion';

/** `lostDids` and `lost_dids` as "lost numbers", `sipPrefix` as "SIP prefix". */
const fieldLabel = (field: string): string =>
  plainWords(separate(field)).replace(/\b(sip|cnam|e911|pin|id|ids|csv|url)\b/g, (word) => SHORT_FORMS[word] ?? word);

const SHORT_FORMS: Record<string, string> = {
  sip: 'SIP',
  cnam: 'CNAM',
  e911: 'E911',
  pin: 'PIN',
  id: 'ID',
  ids: 'IDs',
  csv: 'CSV',
  url: 'URL',
};

/** `lostDids` and `lost_dids` as "lost dids". */
const separate = (name: string): string =>
  name
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();

const plainWords = (text: string): string =>
  text
    .replace(/\bdids\b/g, 'numbers')
    .replace(/\bdid\b/g, 'number')
    .replace(/ ppm\b/g, '');

/** Fields whose values are identifiers, and never typed by a user: `bank_transfer`, `tollFree`. */
const CODES = new Set(['method', 'classes', 'includedClasses', 'kind', 'strategy', 'action', 'suspensionBehavior']);

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** A number or a range of numbers. */
const NUMBERS = /^\+\d{5,15}(-\+\d{5,15})?$/;

function textLabel(text: string, zone: string | null, field: string): string | null {
  if (ID.test(text)) return null;
  if (INSTANT.test(text)) return timeLabel(text, zone, 'minute');
  if (DAY.test(text)) return dayLabel(text);
  if (NUMBERS.test(text))
    return text
      .split('-')
      .map((number) => displayNumber(number))
      .join(' – ');
  return (CODES.has(field) ? separate(text) : text) || '(empty)';
}

function valueLabel(value: unknown, zone: string | null, field: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return textLabel(value, zone, field);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // rates and shares are in millionths
  if (typeof value === 'number') return field.endsWith('Ppm') ? `${value / 10_000}%` : value.toLocaleString();
  if (Array.isArray(value))
    return value.length === 0 ? '(none)' : value.flatMap((item) => valueLabel(item, zone, field) ?? []).join(', ');
  // JSON has no other types
  if (typeof value !== 'object') return null;
  if ('amount' in value && 'currency' in value) {
    const { amount, currency } = value;
    const isMoney = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
    return isMoney ? amountLabel(String(amount), currency) : String(amount);
  }
  const parts = Object.entries(value).flatMap(([name, inner]) => {
    const words = valueLabel(inner, zone, name);
    return words === null ? [] : [name === 'kind' ? words : `${fieldLabel(name)} ${words}`];
  });
  return parts.length > 0 ? parts.join(', ') : null;
}
