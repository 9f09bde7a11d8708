import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { count, createdAt, flag, idOf, text } from '../platform/values/fields.ts';
import { currencyCode } from '../platform/values/values.ts';

export const cardErrors = {
  card_payments_off: { status: 409, description: 'The tenant’s partner doesn’t take payments by card.' },
  nothing_to_pay: { status: 409, description: 'There is nothing to pay.' },
  amount_not_chargeable: {
    status: 409,
    description: 'The amount is below the minimum for cards, or can’t be charged exactly.',
  },
  payment_running: {
    status: 409,
    description:
      'Somebody is already paying. Wait for that payment or cancel it: it is `latest` of the tenant’s cards.',
  },
  payment_not_cancellable: { status: 409, description: 'Only a payment whose page is open can be cancelled.' },
} as const satisfies ErrorTable;

export const ATTEMPT_KINDS = ['pay_page', 'pay_card', 'auto_pay', 'save_card'] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

export const ATTEMPT_STATES = ['asked', 'open', 'processing', 'succeeded', 'failed', 'cancelled', 'unclear'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** States of a payment whose outcome isn't known yet. */
export const RUNNING_STATES = ['asked', 'open', 'processing'] as const satisfies readonly AttemptState[];

export const CardPayment = z
  .object({
    id: idOf('card payment'),
    kind: z.enum(ATTEMPT_KINDS).meta({
      description:
        '`pay_page`: on Stripe’s page. `pay_card`: by a saved card. `auto_pay`: automatically, when an invoice is due. `save_card`: nothing is paid; a card is saved on Stripe’s page.',
      examples: ['pay_page'],
    }),
    state: z.enum(ATTEMPT_STATES).meta({
      description:
        '`asked`: the page is being opened, or the card is being charged. `open`: the page is open. `processing`: the bank is still working on it; it isn’t paid. `unclear`: the payment at Stripe doesn’t match this one or can’t be read any more, and the partner’s admins were asked to check it.',
      examples: ['open'],
    }),
    amount: text('The amount, in its currency. Null if nothing is paid.', '128.40').nullable(),
    currency: text('The currency, by ISO 4217.', 'USD').nullable(),
    pageUrl: text('Stripe’s page, while it is open.', 'https://checkout.stripe.com/c/pay/cs_live_a1').nullable(),
    failure: text('Why it failed, as a code.', 'insufficient_funds').nullable(),
    createdAt: createdAt(),
  })
  .meta({ id: 'CardPayment', description: 'A payment by card, from its start.' });
export type CardPayment = z.infer<typeof CardPayment>;

export const SavedCard = z
  .object({
    id: idOf('card'),
    brand: text('The brand, as Stripe names it.', 'visa'),
    last4: text('The last four digits of the card number.', '4242'),
    expMonth: count('The month in which it expires.', 12),
    expYear: count('The year in which it expires.', 2034),
    autoPay: flag('Whether invoices are charged to it automatically.'),
  })
  .meta({ id: 'SavedCard', description: 'A card that Stripe has saved for a tenant.' });
export type SavedCard = z.infer<typeof SavedCard>;

export const TenantCards = z
  .object({
    isOffered: flag('Whether the tenant can pay by card.'),
    isTest: flag('Whether no money moves, since the partner uses a test key.'),
    isDemo: flag('Whether payments go to a stand-in on this installation rather than to Stripe.'),
    cards: z.array(SavedCard).meta({ description: 'The saved cards, the newest first.' }),
    toPay: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          amount: text('The unpaid amount in this currency, including what isn’t due yet.', '128.40'),
          canPay: flag('Whether a card can be charged exactly that amount.'),
        }),
      )
      .meta({ description: 'What can be paid, by currency. Empty if nothing is open.' }),
    latest: CardPayment.nullable().meta({
      description: 'The latest payment by card of the last 24 hours, if there is one.',
    }),
  })
  .meta({ id: 'TenantCards', description: 'How a tenant can pay by card.' });
export type TenantCards = z.infer<typeof TenantCards>;

export const CardPaymentCreate = z
  .strictObject({
    currency: currencyCode().meta({ description: 'Pays all that is open in this currency.', examples: ['USD'] }),
    cardId: z
      .uuid()
      .nullable()
      .default(null)
      .meta({ description: 'A saved card. Null: a card is entered on Stripe’s page.', examples: [null] }),
    saveCard: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether to save the card that is entered.', examples: [false] }),
  })
  .meta({ id: 'CardPaymentCreate', description: 'What to pay, and how. The amount is the balance due.' });
export type CardPaymentCreate = z.output<typeof CardPaymentCreate>;

export const AutoPayPut = z
  .strictObject({
    cardId: idOf('saved card'),
    consent: z.literal(true, 'Confirm that invoices may be charged to the card.').meta({
      description: 'Consent to charging invoices to the card when they are due.',
      examples: [true],
    }),
  })
  .meta({ id: 'AutoPayPut', description: 'The card that invoices are charged to automatically.' });
