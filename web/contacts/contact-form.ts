import { type Contact, ContactCreate, type NumberKind } from '../../src/address-book/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';

export type ContactForm = {
  name: string;
  company: string;
  numbers: { kind: NumberKind; number: string }[];
  note: string;
};

export const newNumber = { kind: 'work' as const, number: '' };
export const newContact: ContactForm = { name: '', company: '', numbers: [newNumber], note: '' };

export const formOf = ({ name, company, numbers, note }: Contact): ContactForm => ({ name, company, numbers, note });

/** The same for a new and an edited contact: the form has all fields. */
export const contactSchema = formSchema(ContactCreate, (typed: ContactForm) => typed);
