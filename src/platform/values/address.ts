import { z } from 'zod';
import { text } from './fields.ts';
import { placeFaults, toPlace } from './places.ts';
import { addressLine } from './values.ts';

const STREET = 'Enter the street and number.';
const CITY = 'Enter the city.';

/** A dispatchable location for 911 (47 CFR 9.3), enough to find the caller. Countries, US states and ZIP codes and their Canadian equivalents are codes. */
export const e911Address = () =>
  z
    .strictObject({
      street: addressLine(100, STREET)
        .refine((street) => street === '' || /[\p{L}\p{N}]/u.test(street), STREET)
        .meta({ description: 'The street and number.', examples: ['500 W 18th St'] }),
      unit: addressLine(50, null)
        .optional()
        .meta({ description: 'The apartment, floor or suite.', examples: ['Floor 2'] }),
      city: addressLine(60, CITY)
        .refine((city) => city === '' || /\p{L}/u.test(city), CITY)
        .meta({ description: 'The city or town.', examples: ['New York'] }),
      state: addressLine(40, null).meta({
        description: 'The state or province. In the US and Canada its two-letter code.',
        examples: ['NY'],
      }),
      postalCode: addressLine(12, null).meta({
        description: 'A ZIP Code for the US, or the country’s postal code.',
        examples: ['10011'],
      }),
      country: addressLine(2, null).meta({ description: 'The country, by its ISO 3166 code.', examples: ['US'] }),
    })
    .overwrite(toPlace)
    .superRefine((address, issue) => {
      for (const { path, message } of placeFaults(address)) issue.addIssue({ code: 'custom', path: [path], message });
    });

export const E911Address = e911Address().meta({
  id: 'E911Address',
  description: 'Where 911 sends help: a dispatchable location (47 CFR 9.3).',
});

/** A stored address, which may be older than the validation. */
export const StoredAddress = z
  .object({
    street: text('The street and number.', '500 W 18th St'),
    unit: text('The apartment, floor or suite.', 'Floor 2').optional(),
    city: text('The city or town.', 'New York'),
    state: text('The state or province; in the US and Canada its two-letter code.', 'NY'),
    postalCode: text('A ZIP Code for the US, or the country’s postal code.', '10011'),
    country: text('The country, by ISO 3166.', 'US'),
  })
  .meta({ id: 'StoredAddress', description: 'The address for 911 as it is stored.' });
export type StoredAddress = z.infer<typeof StoredAddress>;
