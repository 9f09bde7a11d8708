const ADDRESS_PARTS = ['street', 'unit', 'city', 'state', 'postalCode', 'country'] as const;

/** An address as it is typed: every part, empty or not. */
export type AddressForm = Record<(typeof ADDRESS_PARTS)[number], string>;

type Address = Omit<AddressForm, 'unit'> & { unit?: string | undefined };

const NO_ADDRESS: AddressForm = { street: '', unit: '', city: '', state: '', postalCode: '', country: 'US' };

export const addressForm = (address: Address | null): AddressForm => ({
  ...NO_ADDRESS,
  ...address,
  unit: address?.unit ?? '',
});

/** An address is all of it or nothing; the country alone, which is filled in beforehand, is nothing. */
export function typedAddress(typed: AddressForm): (Omit<AddressForm, 'unit'> & { unit?: string }) | null {
  const { unit, ...parts } = typed;
  const empty = ADDRESS_PARTS.every((part) => part === 'country' || typed[part].trim() === '');
  if (empty) return null;
  return { ...parts, country: parts.country.trim().toUpperCase(), ...(unit.trim() && { unit }) };
}

/** On one line. */
export const addressLabel = (address: Partial<AddressForm>): string =>
  ADDRESS_PARTS.map((part) => address[part])
    .filter(Boolean)
    .join(', ');
