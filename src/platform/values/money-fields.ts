import { z } from 'zod';
import { decimalsOf, tooFine } from './currencies.ts';
import { boundsOf, tooHigh } from './currency-bounds.ts';

/** The fields of an amount and its currency. */
export const moneyFields = (example: string) => ({
  amount: z
    .string()
    .regex(/^\d{1,13}(\.\d{1,4})?$/, `Enter an amount such as ${example}.`)
    .meta({ description: 'The amount as a decimal string.', examples: [example] }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Enter a currency such as USD.')
    .meta({ description: 'The currency, by ISO 4217.', examples: ['USD'] }),
});

/** For `superRefine`: refuses an amount that is finer than its currency, not counting trailing zeros, or too high for it. */
export function checkSpend(
  { amount, currency }: { amount: string; currency: string },
  ctx: z.core.$RefinementCtx,
): void {
  const [whole = '', rest = ''] = amount.split('.');
  const { maxSpend } = boundsOf(currency);
  if (Number(whole) > maxSpend)
    ctx.addIssue({ code: 'custom', path: ['amount'], message: tooHigh(maxSpend, currency) });
  if (/[1-9]/.test(rest.slice(decimalsOf(currency))))
    ctx.addIssue({ code: 'custom', path: ['amount'], message: tooFine(currency) });
}
