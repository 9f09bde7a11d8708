import { z } from 'zod';
import { Destination, DESTINATION_SHAPES } from '../destinations/contract.ts';
import { PlanNumber } from '../number-plan/contract.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, idOf, text, version } from '../platform/values/fields.ts';
import { label, searchText, wholeNumber } from '../platform/values/values.ts';

export const STRATEGIES = ['all', 'in_order', 'longest_idle'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const MAX_MEMBERS = 50;

/** Whom a group rings. Another group can only be its fallback, so a group never contains itself. */
export const Member = z
  .discriminatedUnion('kind', [DESTINATION_SHAPES.extension, DESTINATION_SHAPES.external])
  .meta({ id: 'GroupMember', description: 'An extension or an outside number.' });
export type Member = z.infer<typeof Member>;

/** Equal for two entries of the same member. */
export const memberKey = (member: Member): string => (member.kind === 'extension' ? member.id : member.number);

export const REPEATED = 'This is a member already.';

/** The members that an earlier entry has already. Numbers are compared as they are written until they are read. */
export const repeatedMembers = (members: readonly Member[]): { index: number; field: 'id' | 'number' }[] =>
  members.flatMap((member, index) => {
    const first = members.findIndex((other) => memberKey(other) === memberKey(member));
    return first < index ? [{ index, field: member.kind === 'extension' ? ('id' as const) : ('number' as const) }] : [];
  });

const members = z
  .array(Member)
  .min(1, 'Add at least one member.')
  .max(MAX_MEMBERS, `A group has at most ${MAX_MEMBERS} members.`)
  .check(({ value, issues }) => {
    for (const { index, field } of repeatedMembers(value))
      issues.push({ code: 'custom', input: value[index], path: [index, field], message: REPEATED });
  })
  .meta({ description: 'The members that the group rings, in this order.' });

const editable = {
  number: PlanNumber,
  name: label().meta({ description: 'What the group is called.', examples: ['Sales'] }),
  strategy: z.enum(STRATEGIES).meta({
    description:
      '`all`: all members ring at once. `in_order`: one after the other. `longest_idle`: one after the other, beginning with the member whose last call ended first.',
  }),
  members,
  ringSeconds: wholeNumber(5, 120).meta({
    description: 'How long the members ring, in seconds: all together, or each in turn.',
    examples: [20],
  }),
  confirmOutside: z.boolean().meta({
    description: 'An outside member has to press 1 to take the call, so that no mailbox of a mobile phone takes it.',
  }),
  fallback: Destination.meta({ description: 'Where the call goes when no member takes it.' }),
};

export const GroupCreate = z
  .strictObject({
    ...editable,
    strategy: editable.strategy.default('all'),
    ringSeconds: editable.ringSeconds.default(20),
    confirmOutside: editable.confirmOutside.default(true),
    fallback: editable.fallback.default({ kind: 'none' }),
  })
  .meta({ id: 'GroupCreate', description: 'A ring group to add.' });

export const GroupPatch = z
  .strictObject(editable)
  .partial()
  .meta({ id: 'GroupPatch', description: 'The fields to change.' });

export const Group = z
  .object({
    id: idOf('group'),
    ...editable,
    number: text('The number that others in the tenant dial.', '600'),
    name: text('What the group is called.', 'Sales'),
    members: z.array(Member).meta({ description: 'The members that the group rings, in this order.' }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Group', description: 'A number behind which several phones ring.' });
export type Group = z.infer<typeof Group>;

export const GroupList = listOf(Group);
export const GroupQuery = listQuery(['number', 'name', 'createdAt'], 'number').extend({
  search: searchText().optional(),
});
