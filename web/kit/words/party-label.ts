import { displayNumber } from '../../../src/platform/values/phone.ts';

/** A party of a call: an extension's number as dialled, an outside number as people read it, or neither if the caller withheld it. */
export function partyLabel(number: string): string {
  if (number === 'anonymous') return 'Hidden number';
  return number.startsWith('+') ? displayNumber(number) : number || 'Unknown';
}
