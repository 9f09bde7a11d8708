import {
  FORWARD_CONDITIONS,
  type ForwardCondition,
  type Forwarding,
  ForwardingPut,
} from '../../src/forwarding/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedField, EditedFields } from '../kit/forms/merge.ts';
import {
  type DestinationForm,
  readDestinationForm,
  toDestinationForm,
} from '../kit/inputs/choices/destination-form.ts';

type Forwards = Record<ForwardCondition, DestinationForm>;
type ForwardingForm = Forwards & { noAnswerSeconds: string; doNotDisturb: boolean; confirmOutside: boolean };

export const CONDITION_LABELS: Record<ForwardCondition, string> = {
  always: 'All calls',
  busy: 'When busy',
  noAnswer: 'When nobody answers',
  unreachable: 'When the phone is offline',
};

export const forwardingFormOf = (forwarding: Forwarding): ForwardingForm => ({
  always: toDestinationForm(forwarding.always),
  busy: toDestinationForm(forwarding.busy),
  noAnswer: toDestinationForm(forwarding.noAnswer),
  unreachable: toDestinationForm(forwarding.unreachable),
  noAnswerSeconds: String(forwarding.noAnswerSeconds),
  doNotDisturb: forwarding.doNotDisturb,
  confirmOutside: forwarding.confirmOutside,
});

export const forwardingSchema = formSchema(
  ForwardingPut,
  ({ always, busy, noAnswer, unreachable, noAnswerSeconds, ...options }: ForwardingForm) => ({
    ...options,
    always: readDestinationForm(always),
    busy: readDestinationForm(busy),
    noAnswer: readDestinationForm(noAnswer),
    unreachable: readDestinationForm(unreachable),
    noAnswerSeconds: typedNumber(noAnswerSeconds),
  }),
);

/** Describes a destination in a conflict with another user's change. */
function destinationWords({ id, number }: DestinationForm): string {
  if (id === 'none') return 'off';
  return id === 'external' ? displayNumber(number) : 'somebody else in the tenant';
}

const edited = (name: string): EditedField => ({ name, words: destinationWords });

export const FORWARDING_FIELDS: EditedFields = {
  ...Object.fromEntries(FORWARD_CONDITIONS.map((condition) => [condition, edited(CONDITION_LABELS[condition])])),
  noAnswerSeconds: { name: 'Seconds until nobody has answered' },
  doNotDisturb: { name: 'Do not disturb' },
  confirmOutside: { name: 'Press 1 to take the call' },
};

/** Whether a forward leads to an outside number, for which the confirmation by key matters. */
export const forwardsOutside = (forwards: readonly DestinationForm[]): boolean =>
  forwards.some(({ id }) => id === 'external');
