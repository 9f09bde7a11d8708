import { z } from 'zod';

/**
 * A form's schema. `toInput` converts the form's values to the contract's input, which the contract validates. Faults are shown at the field with the
 * contract's path.
 */
export const formSchema = <Typed, Output>(
  contract: z.ZodType<Output>,
  toInput: (typed: Typed) => unknown,
): z.ZodType<Output, Typed> =>
  z
    .custom<Typed>()
    .transform((typed): unknown => toInput(typed))
    .pipe(contract);

/** Parses a whole number. Any other text is returned unchanged, for the contract to refuse. */
export function typedNumber(text: string): number | string {
  const trimmed = text.trim();
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Parses several numbers, separated by commas or spaces. */
export const typedNumbers = (text: string): (number | string)[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(typedNumber);
