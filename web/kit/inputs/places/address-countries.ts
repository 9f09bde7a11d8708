import { COUNTRIES } from '../../../../src/platform/values/places.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';
import { countryName } from './countries.ts';

/** All countries for an address, by name. Includes an invalid stored code, so that the user sees what to correct. */
export function addressCountries(present: string): SelectOption[] {
  const known = [...COUNTRIES].map((code) => ({ value: code, label: `${countryName(code)} (${code})` }));
  const unknown = present !== '' && !COUNTRIES.has(present) ? [{ value: present, label: `${present} (unknown)` }] : [];
  return [...unknown, ...known.toSorted((a, b) => a.label.localeCompare(b.label, 'en'))];
}
