import { MAX_NUMBERS, type EventType } from './catalogue-contract.ts';

type Fields = Readonly<Record<string, unknown>>;
/** An audit entry: the id of its object, and the fields before and after. */
export type Audited = { id: string; before: Fields; after: Fields };
/** An event before the catalogue checks it. */
export type Draft = { type: EventType; data: Fields };

const changed =
  (type: EventType) =>
  ({ id, before, after }: Audited): Draft[] => [{ type, data: { id, before, after } }];
const added =
  (type: EventType) =>
  ({ id, after }: Audited): Draft[] => [{ type, data: { ...after, id } }];
const removed =
  (type: EventType) =>
  ({ id, before }: Audited): Draft[] => [{ type, data: { ...before, id } }];

/** A possibly long list, cut, with its length. Each number also has its own event. */
function listed(name: string, numbers: unknown): Fields {
  const all: unknown[] = Array.isArray(numbers) ? numbers : [];
  return { [name]: all.slice(0, MAX_NUMBERS), [`${name}Count`]: all.length };
}

const transition = ({ id, before, after }: Audited): Fields => ({
  id,
  status: after['status'],
  statusBefore: before['status'],
  suspensionReasons: after['suspensionReasons'],
});
const moved =
  (type: EventType) =>
  (entry: Audited): Draft[] => [{ type, data: transition(entry) }];

/** The audited actions that become events for programs. Events of numbers, calls, phones and others come from their own tables. */
export const AUDITED: Readonly<Record<string, (entry: Audited) => Draft[]>> = {
  'tenant.created': added('tenant.created'),
  'tenant.edited': changed('tenant.updated'),
  'tenant.activated': moved('tenant.activated'),
  'tenant.suspended': moved('tenant.suspended'),
  'tenant.reactivated': (entry) => [
    {
      type: 'tenant.reactivated',
      data: {
        ...transition(entry),
        ...listed('restoredNumbers', entry.after['restoredDids']),
        ...listed('lostNumbers', entry.after['lostDids']),
      },
    },
  ],
  'tenant.cancelled': (entry) => [
    {
      type: 'tenant.cancelled',
      data: { ...transition(entry), ...listed('releasedNumbers', entry.after['numbers']) },
    },
    { type: 'tenant.purge_scheduled', data: { id: entry.id, purgeAt: entry.after['purgeAt'] } },
  ],
  'tenant.purged': ({ id }) => [{ type: 'tenant.purged', data: { id } }],
  'extension.created': added('extension.created'),
  'extension.edited': changed('extension.updated'),
  'extension.deleted': removed('extension.deleted'),
  'user.created': added('user.created'),
  'user.edited': changed('user.updated'),
  'user.deleted': removed('user.deleted'),
  // another user now has this address, so this user was deleted
  'user.gave-way': removed('user.deleted'),
  'flow.published': added('flow.published'),
  'flow.target_missing': added('flow.target_missing'),
  'media.failed': added('media.failed'),
  'invoice.issued': added('invoice.issued'),
  'credit_note.issued': added('credit_note.issued'),
  'payment.recorded': added('payment.received'),
  'payment.refunded': added('payment.refunded'),
  'payment.refund_reversed': added('payment.refund_reversed'),
  'payment.reinstated': added('payment.reinstated'),
  'payment.refund_failed': added('payment.refund_failed'),
  'payment.refund_unclear': added('payment.refund_unclear'),
  'payment.reversed': ({ id, before, after }) => [{ type: 'payment.reversed', data: { ...before, ...after, id } }],
};
