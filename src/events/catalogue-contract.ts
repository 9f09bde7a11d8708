import { z } from 'zod';
import { DIRECTIONS, OUTCOMES } from '../calls/contract.ts';
import { Extension } from '../extensions/contract.ts';
import { CALL_CAPS } from '../limits/cap-contract.ts';
import { Routing } from '../numbers/contract.ts';
import { PAYMENT_METHODS } from '../payments/contract.ts';
import { User } from '../people/contract.ts';
import { count, flag, idOf, text, time } from '../platform/values/fields.ts';
import { SuspensionReason, TenantStatus } from '../status/contract.ts';
import { Tenant } from '../tenants/contract.ts';
import { event, TestEvent, externalIdOf } from './envelope-contract.ts';

/** The payloads of events by type. Payloads may only grow, because readers ignore unknown fields. */

export const MAX_NUMBERS = 100;

const id = (noun: string) => ({ id: idOf(noun) });
/** For objects that can have an id in the partner's system. */
const named = (noun: string) => ({ ...id(noun), externalId: externalIdOf(noun) });
/** The changed fields, before and after. */
const changed = (fields: z.ZodObject) => ({
  before: fields.partial().meta({ description: 'The changed fields as they were.' }),
  after: fields.partial().meta({ description: 'The changed fields as they are now.' }),
});

const tenantFields = Tenant.pick({
  externalId: true,
  name: true,
  billingEmail: true,
  defaultCnam: true,
  timezone: true,
  billingProfileId: true,
  e911Address: true,
});
const tenantCreated = Tenant.pick({ name: true, sipPrefix: true, status: true, timezone: true, billingEmail: true });
const transition = {
  ...named('tenant'),
  status: TenantStatus,
  statusBefore: TenantStatus,
  suspensionReasons: z
    .array(SuspensionReason)
    .meta({ description: 'Why it is suspended. Empty while it isn’t.', examples: [[]] }),
};
const numbers = (description: string) =>
  z.array(text('A number in E.164.', '+12125550101')).meta({ description, examples: [['+12125550101']] });

const extensionFields = Extension.omit({
  id: true,
  sipUsername: true,
  presence: true,
  createdAt: true,
  version: true,
  // a partner's programs write metadata themselves, so it isn't reported
  metadata: true,
});
const extension = { ...named('extension'), number: extensionFields.shape.number, name: extensionFields.shape.name };

const userFields = User.pick({ externalId: true, name: true, role: true, hearsRecordings: true }).extend({
  extension: text('The number of the extension that is theirs. Null: none.', '101').nullable(),
});
const user = { ...named('user'), email: User.shape.email, name: User.shape.name, role: User.shape.role };

const did = { ...named('number'), number: text('The number in E.164.', '+12125550101') };

const call = {
  ...id('call'),
  direction: z.enum(DIRECTIONS).meta({ description: 'Which way it goes, as the tenant sees it.' }),
  emergency: flag('True for a call to 911 or another emergency number, and for a dispatcher’s callback.'),
  from: text('The calling extension, or the caller’s number in E.164, or `anonymous`.', '101'),
  to: text('The called extension, or the called number in E.164.', '+12125550177'),
  extensionId: idOf('extension').nullable().meta({ description: 'The extension that calls. Null: nobody’s.' }),
  didId: idOf('number').nullable().meta({ description: 'The tenant’s number that is called. Null: none.' }),
};
const answeredBy = idOf('extension').nullable().meta({ description: 'The extension that answered. Null: none.' });

const limit = {
  cap: z.enum(CALL_CAPS).meta({ description: 'The cap that was crossed, by the name of its limit.' }),
  usedPercent: count('How much of the cap is used, in percent, rounded down.', 80),
};
const phone = {
  extensionId: idOf('extension'),
  externalId: externalIdOf('extension'),
  number: text('The number of the extension.', '101'),
  name: text('The name of the extension.', 'Front desk'),
};
const currency = text('The currency, by ISO 4217.', 'USD');
const invoice = {
  ...id('invoice'),
  number: text('The invoice’s number, as printed.', 'INV-00042'),
  total: text('Its total, as a decimal number.', '129.90'),
  currency,
};
const payment = {
  ...id('payment'),
  invoice: text('The number of the invoice that it was recorded on.', 'INV-00042'),
  amount: text('What was paid, as a decimal number.', '129.90'),
  currency,
};
const refund = {
  refundId: idOf('refund'),
  refund: text('The amount that was to be refunded, as a decimal number.', '20.00'),
};
const flow = { ...id('call flow'), name: text('The call flow’s name.', 'Front door') };

export const Event = z
  .discriminatedUnion('type', [
    event('tenant.created', 'A tenant was created.', { ...named('tenant'), ...tenantCreated.shape }),
    event('tenant.updated', 'Fields of a tenant were changed.', { ...named('tenant'), ...changed(tenantFields) }),
    event('tenant.activated', 'A trial has become a paying tenant.', transition),
    event('tenant.suspended', 'A tenant was suspended, or one more reason was added.', transition),
    event('tenant.reactivated', 'A reason of a suspension was lifted, or a cancelled tenant came back.', {
      ...transition,
      restoredNumbers: numbers(
        `The first ${MAX_NUMBERS} numbers that came back with a cancelled tenant. Each has its own \`number.assigned\`, and \`number.routed\` if calls to it go somewhere.`,
      ),
      restoredNumbersCount: count(
        'The number of phone numbers that came back, also where `restoredNumbers` lists only the first.',
        1,
      ),
      lostNumbers: numbers(
        `The first ${MAX_NUMBERS} numbers that others have now. Each had its own \`number.released\` when the tenant was cancelled.`,
      ),
      lostNumbersCount: count(
        'The number of phone numbers that others have now, also where `lostNumbers` lists only the first.',
        0,
      ),
    }),
    event('tenant.cancelled', 'A tenant was cancelled: its numbers are released, and its phones are refused.', {
      ...transition,
      releasedNumbers: numbers(
        `The first ${MAX_NUMBERS} numbers that were released. Each has its own \`number.released\`.`,
      ),
      releasedNumbersCount: count(
        'The number of released phone numbers, also where `releasedNumbers` lists only the first.',
        1,
      ),
    }),
    event('tenant.purge_scheduled', 'A tenant was cancelled, and its data will be deleted.', {
      ...named('tenant'),
      purgeAt: time('When its data is due for deletion.'),
    }),
    event('tenant.purged', 'All data of a tenant was deleted. It is the last event of the tenant.', id('tenant')),
    event('extension.created', 'An extension was added.', { ...extensionFields.shape, ...named('extension') }),
    event('extension.updated', 'Fields of an extension were changed.', {
      ...named('extension'),
      ...changed(extensionFields),
    }),
    event('extension.deleted', 'An extension was deleted.', extension),
    event('number.assigned', 'A number was assigned to a tenant, or came back with a cancelled one.', did),
    event(
      'number.released',
      'A number was released by a tenant, taken back, or released when its tenant was cancelled.',
      did,
    ),
    event('number.routed', 'Calls to a number go somewhere else, or nowhere because what they went to was deleted.', {
      ...did,
      routing: Routing.meta({ description: 'Where calls to it go now.' }),
    }),
    event('user.created', 'A user was added to a tenant.', user),
    event('user.updated', 'Fields of a tenant’s user were changed.', { ...named('user'), ...changed(userFields) }),
    event('user.deleted', 'A tenant’s user was removed.', { ...named('user'), email: User.shape.email }),
    event('call.started', 'A call was admitted, and begins to ring.', call),
    event('call.answered', 'A person or a mailbox answered a call.', { ...call, answeredExtensionId: answeredBy }),
    event('call.ended', 'A call has ended, or was refused: its record is written.', {
      ...call,
      answeredExtensionId: answeredBy,
      outcome: z.enum(OUTCOMES).meta({ description: 'How the call ended, as in the call history.' }),
      startedAt: time('When the call began, before it was answered.'),
      answeredAt: time('When a person or a mailbox answered.').nullable(),
    }),
    event('emergency.called', 'Somebody called 911 or another emergency number.', {
      callId: idOf('call'),
      number: text('The emergency number that was called.', '911'),
      extensionNumber: text('The internal number of the calling extension.', '101').nullable(),
      extensionName: text('The calling extension’s display name.', 'Front desk').nullable(),
      callbackNumber: text('The number that the emergency service sees.', '+12125550101').nullable(),
      address: Tenant.shape.e911Address.meta({ description: 'The address that help is sent to. Null: none is known.' }),
    }),
    event('limit.warning', 'A tenant has reached the alert threshold of a cap.', limit),
    event('limit.reached', 'A tenant has used all of a cap.', limit),
    event('phone.online', 'The first phone of an extension has registered.', phone),
    event('phone.offline', 'The last phone of an extension is gone.', phone),
    event('flow.published', 'A version of a call flow was published.', {
      ...flow,
      version: count('The version that calls go through from now on.', 4),
    }),
    event('flow.target_missing', 'A call reached a step of a flow whose target has been deleted. Sent once a day.', {
      ...flow,
      nodeId: text('The id of the step within the flow.', 'menu-1'),
    }),
    event('media.failed', 'A sound could not be made.', {
      ...id('sound'),
      name: text('The media’s name.', 'Greeting'),
      failure: text('A code for the cause, such as `unreadable` or `too_long`.', 'unreadable'),
    }),
    event('invoice.issued', 'An invoice was issued.', {
      ...invoice,
      dueOn: text('The day by which it is due.', '2026-12-19'),
    }),
    event('invoice.paid', 'Nothing is left to pay of an invoice: payments, credit or both have paid it.', invoice),
    event('invoice.overdue', 'The due day of an invoice has passed, and something is left to pay.', {
      ...invoice,
      due: text('What is left to pay, as a decimal number.', '29.90'),
      dueOn: text('The day by which it was due.', '2026-12-19'),
    }),
    event('credit_note.issued', 'A part of an invoice, or all of it, was credited.', {
      ...id('credit note'),
      number: text('The credit note’s number, as printed.', 'CN-00003'),
      invoice: text('The number of the credited invoice.', 'INV-00042'),
      total: text('Its total, as a decimal number.', '29.90'),
      currency,
      reason: text('The reason printed on the credit note.', 'Charged for a number that was never used'),
    }),
    event('payment.received', 'A payment was recorded.', {
      ...payment,
      paidOn: text('The day on which it was received.', '2026-12-12'),
      method: z.enum(PAYMENT_METHODS).meta({ description: 'How it was paid.', examples: ['check'] }),
      reference: text('What the bank or the payer calls it. May be empty.', 'Check 1042'),
    }),
    event('payment.reversed', 'A payment was reversed: what it had paid is due again.', {
      ...payment,
      reversed: text('The reversed amount: the payment, less what had been refunded.', '129.90'),
      reason: text('The reason that was entered for the reversal.', 'The check was returned'),
    }),
    event(
      'payment.refunded',
      'Money of a payment was refunded, to its card or by hand, or a lost dispute took a part of it, and it was booked.',
      {
        ...payment,
        ...refund,
        reason: text('The reason that was entered for the refund.', 'Charged twice for a number'),
        method: z.enum(PAYMENT_METHODS).meta({ description: 'How it went back.', examples: ['card'] }),
        reference: text('What the bank calls it. May be empty.', 'Wire 7714'),
      },
    ),
    event(
      'payment.refund_reversed',
      'A refund recorded by hand was reversed, or a dispute that had taken a part of a payment was won on appeal: its amount is credit of the tenant again.',
      {
        ...payment,
        ...refund,
        reason: text('The reason that was entered for the reversal.', 'Recorded on the wrong payment'),
      },
    ),
    event(
      'payment.reinstated',
      'A payment that a lost dispute had reversed was reinstated, because the dispute was won on appeal. Its money becomes credit of the tenant, and pays unpaid invoices.',
      {
        ...payment,
        reinstated: text('The amount that was reinstated, as a decimal number.', '129.90'),
        reason: text('The reason that was entered for the reinstatement.', 'Dispute won on appeal'),
      },
    ),
    event(
      'payment.refund_failed',
      'A refund failed: no money went back to the card. If it had been booked, it is credit of the tenant now.',
      { ...payment, ...refund, failure: text('Why, as a code.', 'expired_or_canceled_card') },
    ),
    event(
      'payment.refund_unclear',
      'Stripe can’t be asked about a refund any more, so whether the money went back isn’t known. Nothing was booked. If it becomes known, `payment.refunded` or `payment.refund_failed` follows.',
      { ...payment, ...refund, failure: text('Why, as a code.', 'keys_removed') },
    ),
    event('voicemail.received', 'A caller left a message.', {
      ...id('message'),
      mailboxId: idOf('mailbox'),
      callId: idOf('call').nullable(),
      from: text('The caller’s number in E.164 or an extension, or `anonymous`.', '+12125550177'),
      fromName: text('The caller’s name, as the call showed it. Empty: none.', ''),
      seconds: count('How long it is, in seconds.', 23),
    }),
  ])
  .meta({ id: 'Event', description: 'Something that happened to a tenant. `type` says what `data` contains.' });
export type Event = z.infer<typeof Event>;
export type EventType = Event['type'];

export const SENT_EVENTS = [...Event.options, TestEvent].map((schema) => ({ type: schema.shape.type.value, schema }));

export const EVENT_TYPES: readonly EventType[] = Event.options.map(({ shape }) => shape.type.value);

/** The known ones of these types, each once, in the order of the catalogue. */
export const inCatalogue = (types: readonly string[]): EventType[] =>
  EVENT_TYPES.filter((type) => types.includes(type));
