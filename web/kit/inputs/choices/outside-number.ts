import type { Home } from '../../../../src/platform/numbers/e164.ts';
import { displayNumber, toE164 } from '../../../../src/platform/values/phone.ts';

/** How a typed outside number is read, or how to type one. `home`: null if the tenant's country isn't known here. */
export function numberHint(typed: string, home: Home | null): string {
  const number = home && toE164(typed, home);
  return number === null ? 'As you would dial it, or with its country code.' : `Calls go to ${displayNumber(number)}.`;
}
