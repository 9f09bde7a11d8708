import { CALLED_COUNTRIES } from '../../../../src/platform/numbers/called-countries.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

/** `GB` as "United Kingdom". */
export const countryName = (code: string): string => NAMES.of(code) ?? code;

/** Every country that has phone numbers, by name. */
export const countryOptions = (): SelectOption[] =>
  CALLED_COUNTRIES.map((code) => ({ value: code, label: countryName(code) })).sort((a, b) =>
    a.label.localeCompare(b.label),
  );
