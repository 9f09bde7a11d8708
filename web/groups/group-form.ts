import { type Group, GroupCreate, GroupPatch, type Strategy } from '../../src/groups/contract.ts';
import { isReservedNumber } from '../../src/platform/numbers/reserved.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';
import {
  type DestinationForm,
  readDestinationForm,
  toDestinationForm,
} from '../kit/inputs/choices/destination-form.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { plural } from '../ui/plural.ts';

export type GroupForm = {
  number: string;
  name: string;
  strategy: Strategy;
  members: DestinationForm[];
  ringSeconds: string;
  confirmOutside: boolean;
  fallback: DestinationForm;
};

export const STRATEGY_LABELS: Record<Strategy, string> = {
  all: 'All at once',
  in_order: 'In order',
  longest_idle: 'Longest idle first',
};

export const NEW_MEMBER: DestinationForm = { id: '', number: '' };

export const newGroup: GroupForm = {
  number: '',
  name: '',
  strategy: 'all',
  members: [NEW_MEMBER],
  ringSeconds: '20',
  confirmOutside: true,
  fallback: toDestinationForm(null),
};

export const groupFormOf = (group: Group): GroupForm => ({
  number: group.number,
  name: group.name,
  strategy: group.strategy,
  members: group.members.map(toDestinationForm),
  ringSeconds: String(group.ringSeconds),
  confirmOutside: group.confirmOutside,
  fallback: toDestinationForm(group.fallback),
});

/** An unchosen member becomes an extension without an id, so that the contract reports it. */
const readMember = (member: DestinationForm): unknown =>
  member.id === '' ? { kind: 'extension' } : readDestinationForm(member);

const sent = ({ members, ringSeconds, fallback, ...rest }: GroupForm) => ({
  ...rest,
  members: members.map(readMember),
  ringSeconds: typedNumber(ringSeconds),
  fallback: readDestinationForm(fallback),
});

const RESERVED = { path: ['number'], message: 'Reserved for emergency and other services. Choose another.' };

/** `country`: where the tenant is, whose emergency and service numbers cannot be a group's. */
export const createSchema = (country: string) =>
  formSchema(
    GroupCreate.refine(({ number }) => !isReservedNumber(number, country), RESERVED),
    sent,
  );

export const editSchema = (country: string) =>
  formSchema(
    GroupPatch.refine(({ number }) => number === undefined || !isReservedNumber(number, country), RESERVED),
    sent,
  );

export const GROUP_FIELDS: EditedFields = {
  number: { name: 'Number' },
  name: { name: 'Name' },
  strategy: { name: 'How it rings', words: (strategy: Strategy) => STRATEGY_LABELS[strategy] },
  members: { name: 'Members', words: (members: DestinationForm[]) => plural(members.length, NOUNS.member) },
  ringSeconds: { name: 'Ring time (seconds)' },
  confirmOutside: { name: 'Press 1 to take the call' },
  fallback: {
    name: 'If nobody answers',
    words: ({ id }: DestinationForm) => (id === 'none' ? 'a message' : 'another place'),
  },
};
