import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { NumberKind } from './contract.ts';

/** The tables that this slice writes. */
export interface AddressBookTables {
  address_book: AddressBook;
  address_book_numbers: AddressBookNumbers;
  phone_directories: PhoneDirectories;
}

type AddressBook = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  name: string;
  company: string;
  note: string;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type AddressBookNumbers = {
  contact_id: Immutable<string>;
  tenant_id: Immutable<string>;
  position: Immutable<number>;
  kind: Immutable<NumberKind>;
  number: Immutable<string>;
};

type PhoneDirectories = {
  tenant_id: Immutable<string>;
  secret_hash: Immutable<Buffer>;
  sealed_secret: Immutable<Buffer>;
  created_at: ImmutableDefault<Date>;
};
