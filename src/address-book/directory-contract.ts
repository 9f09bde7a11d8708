import { z } from 'zod';
import { flag, text, time } from '../platform/values/fields.ts';

/** Older phones accept no more entries. */
export const MAX_DIRECTORY_ENTRIES = 500;

export const PhoneDirectory = z
  .object({
    enabled: flag('Whether phones can fetch the directory.'),
    createdAt: time('When its addresses were made.').nullable(),
  })
  .meta({ id: 'PhoneDirectory', description: 'The directory that a tenant’s phones can fetch.' });
export type PhoneDirectory = z.infer<typeof PhoneDirectory>;

const SECRET = '4f9Zq0hT2mXw7bKcR1vYd8sLpN3uJ6eAxG5iBoVtHkM';
export const DirectoryAddresses = z
  .object({
    yealink: text(
      'The remote phone book of Yealink phones.',
      `https://phones.example.com/directory/${SECRET}/yealink.xml`,
    ),
    grandstream: text(
      'The phonebook XML server path of Grandstream phones, without its `https://` on older ones.',
      `https://phones.example.com/directory/${SECRET}`,
    ),
    snom: text('The XML directory of Snom phones.', `https://phones.example.com/directory/${SECRET}/snom.xml`),
  })
  .meta({
    id: 'DirectoryAddresses',
    description: 'What to enter in each make of phone. Anyone who has an address can read the directory.',
  });
export type DirectoryAddresses = z.infer<typeof DirectoryAddresses>;
