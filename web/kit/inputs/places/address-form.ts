const ADDRESS_PARTS = ['street', 'unit', 'city', 'state', 'postalCode', 'country'] as const;

/** The form values of an address: every part, empty or not. */
export type AddressForm = Record<(typeof ADDRESS_PARTS)[number], string>;

type Address = Omit<AddressForm, 'unit'> & { unit?: string | undefined };

const NO_ADDRESS: AddressForm = { street: '', unit: '', city: '', state: '', postalCode: '', country: 'US' };

export const addressForm = (address: Address | null): AddressForm => ({
  ...NO_ADDRESS,
  ...address,
  unit: address?.unit ?? '',
});

/** The typed address, or null if it is empty. The country alone counts as empty, because it is filled in by default. */
export function typedAddress(typed: AddressForm): (Omit<AddressForm, 'unit'> & { unit?: string }) | null {
  const { unit, ...parts } = typed;
  const empty = ADDRESS_PARTS.every((part) => part === 'country' || typed[part].trim() === '');
  if (empty) return null;
  return { ...parts, country: parts.country.trim().toUpperCase(), ...(unit.trim() && { unit }) };
}

/** The address on one line. */
export const addressLabel = (address: Partial<AddressForm>): string =>
  ADDRESS_PARTS.map((part) => address[part])
    .filter(Boolean)
    .join(', ');
