import { z } from 'zod';

/**
 * A form's schema: `toInput` leads from what is typed to what the contract takes, and the contract judges it. A fault is shown at the field
 * of the path that the contract names.
 */
export const formSchema = <Typed, Output>(
  contract: z.ZodType<Output>,
  toInput: (typed: Typed) => unknown,
): z.ZodType<Output, Typed> =>
  z
    .custom<Typed>()
    .transform((typed): unknown => toInput(typed))
    .pipe(contract);

/** A typed whole number. Any other text is returned as it is, for the contract to refuse. */
export function typedNumber(text: string): number | string {
  const trimmed = text.trim();
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Several of them, with commas or spaces between. */
export const typedNumbers = (text: string): (number | string)[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(typedNumber);
