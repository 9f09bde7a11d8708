import { z } from 'zod';
import { decimalsOf, tooFine } from './currencies.ts';

/** An amount that is typed, and its currency. */
export const moneyFields = (example: string) => ({
  amount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,4})?$/, `Enter an amount such as ${example}.`)
    .meta({ description: 'The amount as a decimal string.', examples: [example] }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Enter a currency such as USD.')
    .meta({ description: 'The currency, by ISO 4217.', examples: ['USD'] }),
});

/** For `superRefine`: the amount is no finer than its currency. Trailing zeros don't count. */
export function checkDecimals(
  { amount, currency }: { amount: string; currency: string },
  ctx: z.core.$RefinementCtx,
): void {
  const [, rest = ''] = amount.split('.');
  if (/[1-9]/.test(rest.slice(decimalsOf(currency))))
    ctx.addIssue({ code: 'custom', path: ['amount'], message: tooFine(currency) });
}
