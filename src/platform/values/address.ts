import { z } from 'zod';
import { placeFaults, toPlace } from './places.ts';
import { addressLine } from './values.ts';

const STREET = 'Enter the street and number.';

/** A dispatchable location for 911 (47 CFR 9.3): enough for help to find the caller. Countries, US states and ZIP codes and their Canadian kin are codes. */
export const e911Address = () =>
  z
    .strictObject({
      street: addressLine(100, STREET).refine((street) => street === '' || /[\p{L}\p{N}]/u.test(street), STREET),
      unit: addressLine(50, null).optional(),
      city: addressLine(60, 'Enter the city.'),
      state: addressLine(40, null),
      postalCode: addressLine(12, null),
      country: addressLine(2, null),
    })
    .overwrite(toPlace)
    .superRefine((address, issue) => {
      for (const { path, message } of placeFaults(address)) issue.addIssue({ code: 'custom', path: [path], message });
    });
