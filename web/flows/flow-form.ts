import { type Flow, FlowCreate, FlowPatch } from '../../src/flows/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';

/** The field at which to show an error code without a field. */
export const FIELD_OF_CODE = { number_taken: 'number', reserved_number: 'number' };

export type NewFlow = { name: string; number: string };
export type FlowNumber = { number: string };

const numberOf = (typed: string): string | null => (typed.trim() === '' ? null : typed);

export const newFlow: NewFlow = { name: '', number: '' };
export const createSchema = formSchema(FlowCreate, ({ name, number }: NewFlow) => ({ name, number: numberOf(number) }));

export const flowNumberOf = ({ number }: Flow): FlowNumber => ({ number: number ?? '' });
export const numberSchema = formSchema(FlowPatch, ({ number }: FlowNumber) => ({ number: numberOf(number) }));
export const NUMBER_FIELDS: EditedFields = { number: { name: 'Number' } };
