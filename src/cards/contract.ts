import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { count, createdAt, flag, idOf, text } from '../platform/values/fields.ts';
import { currencyCode } from '../platform/values/values.ts';

export const cardErrors = {
  card_payments_off: { status: 409, description: 'The tenant’s partner takes no payments by card.' },
  nothing_to_pay: { status: 409, description: 'Nothing is open that could be paid.' },
  amount_not_chargeable: {
    status: 409,
    description: 'The amount is below what cards are charged at least, or can’t be charged exactly.',
  },
  payment_running: {
    status: 409,
    description: 'Somebody is paying already. Wait for it, or cancel it: `latest` of the tenant’s cards has it.',
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
        '`pay_page`: on Stripe’s page. `pay_card`: by a saved card. `auto_pay`: by itself. `save_card`: nothing is paid, a card is saved on Stripe’s page.',
      examples: ['pay_page'],
    }),
    state: z.enum(ATTEMPT_STATES).meta({
      description:
        '`asked`: its page is being made, or the card is being charged. `open`: its page waits. `processing`: the bank is still working on it; it isn’t paid. `unclear`: Stripe has something else than was asked for, and the partner looks at it.',
      examples: ['open'],
    }),
    amount: text('What is paid, in its currency. Null where nothing is.', '128.40').nullable(),
    currency: text('The currency, by ISO 4217.', 'USD').nullable(),
    pageUrl: text('Stripe’s page, while it is open.', 'https://checkout.stripe.com/c/pay/cs_live_a1').nullable(),
    failure: text('Why it failed, by Stripe’s word.', 'insufficient_funds').nullable(),
    createdAt: createdAt(),
  })
  .meta({ id: 'CardPayment', description: 'A payment by card, from the moment when somebody set out to pay.' });
export type CardPayment = z.infer<typeof CardPayment>;

export const SavedCard = z
  .object({
    id: idOf('card'),
    brand: text('Its brand, by Stripe’s word.', 'visa'),
    last4: text('The last four digits of its number.', '4242'),
    expMonth: count('The last month in which it is good.', 12),
    expYear: count('The year of that month.', 2034),
    autoPay: flag('Whether invoices are charged to it by themselves.'),
  })
  .meta({ id: 'SavedCard', description: 'A card that Stripe has saved for a tenant.' });
export type SavedCard = z.infer<typeof SavedCard>;

export const TenantCards = z
  .object({
    isOffered: flag('Whether the tenant can pay by card.'),
    isTest: flag('Whether no money moves, since the partner uses a test key.'),
    isDemo: flag('Whether a stand-in of this installation takes the payments rather than Stripe.'),
    cards: z.array(SavedCard).meta({ description: 'The saved cards, the newest first.' }),
    toPay: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          amount: text('What is open in it, also what isn’t due yet.', '128.40'),
          canPay: flag('Whether a card can be charged exactly that.'),
        }),
      )
      .meta({ description: 'What can be paid, apart for each currency. Empty if nothing is open.' }),
    latest: CardPayment.nullable().meta({ description: 'The last payment by card, if there was one in the last day.' }),
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
      .meta({ description: 'A saved card. Null: a card is typed in on Stripe’s page.', examples: [null] }),
    saveCard: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether the card that is typed in is saved.', examples: [false] }),
  })
  .meta({ id: 'CardPaymentCreate', description: 'What is paid, and how. The amount is what is open.' });
export type CardPaymentCreate = z.output<typeof CardPaymentCreate>;

export const AutoPayPut = z
  .strictObject({
    cardId: idOf('saved card'),
    consent: z.literal(true, 'Confirm that invoices may be charged to the card.').meta({
      description: 'That whoever asks for this agrees that invoices are charged to the card when they are due.',
      examples: [true],
    }),
  })
  .meta({ id: 'AutoPayPut', description: 'The card that invoices are charged to by themselves.' });
