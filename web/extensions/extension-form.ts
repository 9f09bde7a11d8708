import { DIRECTIONS, type Direction } from '../../src/calls/contract.ts';
import { type Extension, ExtensionCreate, ExtensionPatch } from '../../src/extensions/contract.ts';
import { isReservedNumber } from '../../src/platform/numbers/reserved.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';

export type ExtensionForm = {
  name: string;
  ringSeconds: string;
  outboundCallerIdDidId: string | null;
  recordCalls: boolean;
  recordDirections: Direction[];
  callWaiting: boolean;
  voicemailEnabled: boolean;
  inMenus: boolean;
  switchesSchedules: boolean;
  encryptedOnly: boolean;
};
export type NewExtensionForm = ExtensionForm & { number: string };

export const newExtension: NewExtensionForm = {
  number: '',
  name: '',
  ringSeconds: '25',
  outboundCallerIdDidId: null,
  recordCalls: false,
  recordDirections: [...DIRECTIONS],
  callWaiting: true,
  voicemailEnabled: false,
  inMenus: false,
  switchesSchedules: false,
  encryptedOnly: false,
};

export const formOf = ({
  name,
  ringSeconds,
  outboundCallerIdDidId,
  recordCalls,
  recordDirections,
  callWaiting,
  voicemailEnabled,
  inMenus,
  switchesSchedules,
  encryptedOnly,
}: Extension): ExtensionForm => ({
  name,
  ringSeconds: String(ringSeconds),
  outboundCallerIdDidId,
  recordCalls,
  recordDirections,
  callWaiting,
  voicemailEnabled,
  inMenus,
  switchesSchedules,
  encryptedOnly,
});

const sent = <Form extends ExtensionForm>(form: Form) => ({ ...form, ringSeconds: typedNumber(form.ringSeconds) });

/** `country`: where the tenant is, whose emergency and service numbers cannot be extensions. */
export const createSchema = (country: string) =>
  formSchema(
    ExtensionCreate.refine(({ number }) => !isReservedNumber(number, country), {
      path: ['number'],
      message: 'Reserved for emergency and other services. Choose another.',
    }),
    sent<NewExtensionForm>,
  );

export const editSchema = formSchema(ExtensionPatch, sent<ExtensionForm>);
