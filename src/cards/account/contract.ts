import { z } from 'zod';
import type { ErrorTable } from '../../platform/http/errors.ts';
import { flag, text, version } from '../../platform/values/fields.ts';

export const accountErrors = {
  no_payment_account: { status: 409, description: 'There is no secret key yet. Send `secretKey` first.' },
} as const satisfies ErrorTable;

/** A secret or restricted key of Stripe; its middle part says whether it moves money. */
export const SECRET_KEY = /^(?:sk|rk)_(live|test)_[A-Za-z0-9]{8,240}$/;

export const ACCOUNT_STATES = ['none', 'checking', 'ready', 'refused'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

export const PaymentAccount = z
  .object({
    state: z.enum(ACCOUNT_STATES).meta({
      description:
        '`checking`: the secret key is being checked. `refused`: Stripe doesn’t accept it, or no longer does. `none`: there is no key.',
      examples: ['ready'],
    }),
    isOffered: flag('Whether tenants can pay by card: the key works, and the webhook secret has been entered.'),
    mode: z
      .enum(['live', 'test'])
      .nullable()
      .meta({ description: 'The mode of the secret key. In test mode no money moves.', examples: ['live'] }),
    isDemo: flag('Whether payments go to a stand-in on this installation rather than to Stripe.'),
    keyEnd: text('The last four characters of the secret key, which is never shown.', '4eC3').nullable(),
    account: text('The account at Stripe.', 'acct_1032D82eZvKYlo2C').nullable(),
    hasWebhookSecret: flag('Whether the webhook’s signing secret has been entered.'),
    eventsUrl: text(
      'The address for the webhook at Stripe.',
      'https://phones.example.com/payment-events/4Yt0mJ4cN1uQn2s8kq5v7w9z1B3D5F7H9J1L3N5P7R9',
    ).nullable(),
    version: version(),
  })
  .meta({
    id: 'PaymentAccount',
    description: 'The partner’s account at Stripe, through which its tenants pay by card.',
  });
export type PaymentAccount = z.infer<typeof PaymentAccount>;

export const PaymentAccountPatch = z
  .strictObject({
    secretKey: z
      .string()
      .regex(SECRET_KEY, 'Enter a secret key or restricted key, such as sk_live_….')
      .meta({
        description: 'A secret or restricted key of the account. It is stored encrypted, and never shown.',
        examples: ['sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
      }),
    webhookSecret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/=_-]{8,240}$/, 'Enter a signing secret, such as whsec_….')
      .meta({
        description: 'The signing secret of the webhook at Stripe. It is stored encrypted, and never shown.',
        examples: ['whsec_wjmnBtbCnCwPYq8gRdP5cFWm3VhkQJmN'],
      }),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Enter a secret key or a signing secret.')
  .meta({ id: 'PaymentAccountPatch', description: 'What to change.' });
export type PaymentAccountPatch = z.output<typeof PaymentAccountPatch>;
