import { type Home, toE164 } from '../platform/numbers/e164.ts';
import type { ContactNumber } from './contract.ts';

export type Fault = { index: number; message: string };

/** Reads a contact's numbers as written in the tenant's country. Returns each entry that isn't a number, or repeats one. */
export function readNumbers(
  written: readonly ContactNumber[],
  home: Home,
): { numbers: ContactNumber[]; faults: Fault[] } {
  const numbers: ContactNumber[] = [];
  const faults: Fault[] = [];
  for (const [index, { kind, number: text }] of written.entries()) {
    const number = toE164(text, home);
    if (number === null) faults.push({ index, message: 'Enter a phone number such as +12125550101.' });
    else if (numbers.some((one) => one.number === number))
      faults.push({ index, message: 'This number is already in the list.' });
    else numbers.push({ kind, number });
  }
  return { numbers, faults };
}
