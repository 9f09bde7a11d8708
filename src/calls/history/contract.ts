import { z } from 'zod';
import { CallCharge, LegCharge } from '../../billing/rating/charge-contract.ts';
import { FraudRule } from '../../fraud/contract.ts';
import { listOf, listQuery } from '../../platform/http/paging.ts';
import { count, flag, idOf, text, time } from '../../platform/values/fields.ts';
import { searchText, wordList } from '../../platform/values/values.ts';
import { call, CALL_REASONS, DIRECTIONS, ENDED_BY, FORWARD_REASONS, OUTCOMES, RING_RESULTS } from '../contract.ts';

const extension = (description: string) =>
  z
    .object({
      id: idOf('extension'),
      number: text('Its number; of a deleted one, the number that it had.', '101'),
      name: text('The extension’s present name. Null if it has been deleted.', 'Front desk').nullable(),
    })
    .nullable()
    .meta({ description });

/** A party that the call went through. */
const party = {
  extensionId: idOf('extension').nullable().meta({ description: 'The extension; null for an outside number.' }),
  number: text('Its number, or the outside number in E.164.', '101'),
  name: text('The extension’s name now, or the contact’s. Null where there is none.', 'Kitchen').nullable(),
};

/** A phone or outside number that rang. */
export const CallLeg = z
  .object({
    ...party,
    startedAt: time('When it began to ring.'),
    endedAt: time('When it stopped ringing.'),
    result: z.enum(RING_RESULTS).meta({
      description:
        'How its ringing ended. `answered_elsewhere`: another phone answered. `cancelled`: the caller hung up, or the call was forwarded.',
    }),
  })
  .meta({ id: 'CallLeg', description: 'A phone or an outside number that a call rang.' });

const at = time('When the call took this step.');
const step = <const Event extends string, Shape extends z.ZodRawShape>(event: Event, shape: Shape) =>
  z.object({
    event: z.literal(event).meta({ description: 'The type of the step. The other fields depend on it.' }),
    at,
    ...shape,
  });

/** A step of `CallPath` (call-path.ts), as the API shows it. */
export const CallStep = z
  .discriminatedUnion('event', [
    step('rang', { ...party, until: time('When it stopped ringing.'), result: CallLeg.shape.result }),
    step('forwarded', {
      ...party,
      because: z.enum(FORWARD_REASONS).meta({
        description: 'Why it was forwarded. `phone`: the phone itself redirected it.',
      }),
      to: text('The number that it was forwarded to.', '102'),
    }),
    step('group', {
      groupId: idOf('group'),
      number: text('The group’s internal number.', '600'),
      name: text('The ring group’s name.', 'Sales'),
    }),
    step('mailbox', { mailboxId: idOf('mailbox'), number: text('The mailbox’s internal number.', '101') }),
    step('transferred', {
      ...party,
      to: text('The number that the other party was transferred to.', '102'),
      attended: flag('Whether the transferring party talked to the target first.'),
    }),
    step('parked', { slot: text('The parking slot, which is the number to dial to retrieve the call.', '701') }),
    step('retrieved', party),
    step('picked_up', party),
    step('no_rate', {
      number: text('The number that was not dialled.', '+6753201234'),
      table: text('The rate table that has no rate for it.', 'Standard, USD'),
    }),
    step('blocked', {
      number: text('The number that was not dialled.', '+6753201234'),
      rule: FraudRule.meta({ description: 'The fraud rule that blocks calls to numbers of this class.' }),
    }),
    step('flow', {
      flowId: idOf('call flow'),
      name: text('The flow’s name at the time.', 'Main number'),
      version: count('The version that the call went through.', 3),
      nodeId: text('The node’s id within the version of the flow.', 'n1'),
      node: text('The name of the node at the time.', 'Main menu'),
      exit: text('The exit that it took.', 'noInput').nullable().meta({
        description: 'The id of the exit that it took. Null: the flow ended there, or another flow took over.',
      }),
    }),
  ])
  .meta({ id: 'CallStep', description: 'One step on the path of a call.' });

/** A call that has ended or was refused. */
export const CallRecord = z
  .object({
    ...call,
    didNumber: text('The tenant’s number that was called, or that the call showed, in E.164.', '+12125550101')
      .nullable()
      .meta({ description: 'The tenant’s number that was called, or that the call showed. Null between extensions.' }),
    extension: extension('The extension of `extensionId`.'),
    calledExtension: extension('For a call between extensions: the called extension.'),
    answeredBy: extension('The extension that answered. Null if nobody or an outside number answered.'),
    contactName: text('The name of the outside party in the tenant’s contacts.', 'Harbor Dental').nullable(),
    endedAt: time('When the call ended.'),
    endedBy: z.enum(ENDED_BY).nullable().meta({
      description:
        'Who hung up. `system`: neither party, for example after a suspension or the loss of a phone. Null if unknown.',
    }),
    ringSeconds: count('Seconds from the start to the answer, or to the end if nobody answered.', 12),
    talkSeconds: count('Seconds from the answer to the end.', 184),
    seconds: count('The same as `talkSeconds`.', 184),
    outcome: z.enum(OUTCOMES).meta({
      description:
        'How it ended. `missed`: an inbound call that nobody answered. `no_answer`: any other call that nobody answered. `voicemail`: a mailbox answered. `ended_in_flow`: a call flow answered, but no person. `refused`: we refused it, or the person declined.',
    }),
    reason: z.enum(CALL_REASONS).nullable().meta({ description: 'Why it was refused or not answered, if known.' }),
    cause: count('The cause code of its end (ITU-T Q.850). 16 is normal clearing.', 16),
    endedAtNode: text('The last node of a call flow that it reached.', 'Main menu').nullable().meta({
      description: 'With the outcome `ended_in_flow`: the name of the node where it ended. Otherwise null.',
    }),
    legs: z.array(CallLeg).meta({ description: 'The phones and outside numbers that it rang, one after the other.' }),
    recordingId: idOf('recording').nullable().meta({ description: 'Its recording, if there is one.' }),
    voicemailId: idOf('voicemail message').nullable().meta({ description: 'The message that was left, if any.' }),
    charge: CallCharge.nullable().meta({
      description: 'What the call costs. Null: nothing is charged, or you can’t see prices.',
    }),
  })
  .meta({ id: 'CallRecord', description: 'A call that has ended or was refused.' });
export type CallRecord = z.infer<typeof CallRecord>;

export const CallDetail = CallRecord.extend({
  path: z.array(CallStep).meta({ description: 'What happened to the call, oldest step first.' }),
  charges: z.array(LegCharge).meta({
    description: 'What each answered leg costs: the inbound call itself, and each outside number that it reached.',
  }),
}).meta({ id: 'CallDetail', description: 'A call record with the call’s path through the tenant.' });
export type CallDetail = z.infer<typeof CallDetail>;

/**
 * Counting beyond these would cost more than reading the page. A search for a number is slower, so its limit is lower.
 */
export const MAX_COUNTED = 1000;
export const MAX_SEARCHED = 100;
export const CallRecordList = listOf(
  CallRecord,
  count(
    `How many calls there are. Exact below ${MAX_COUNTED}, and with \`number\` below ${MAX_SEARCHED}; from there on it means at least as many.`,
    1,
  ),
);

/** PostgreSQL writes years outside this range differently. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((instant) => /^[12]\d{3}-/.test(instant), 'Enter a year from 1000 to 2999.');

const PART_OF_A_NUMBER = 'Part of either number, however it is written.';
export const CallRecordQuery = listQuery(['startedAt'], '-startedAt').extend({
  number: searchText()
    .optional()
    .meta({ description: PART_OF_A_NUMBER, examples: ['555-0199'] }),
  search: searchText()
    .optional()
    .meta({ description: 'The same as `number`.', examples: ['555-0199'] }),
  outcome: wordList(100)
    .optional()
    .transform((words) => (words ? [...new Set(words.split(','))] : undefined))
    .pipe(z.array(z.enum(OUTCOMES)).min(1).optional())
    .meta({
      description: 'Only calls that ended in one of these ways, separated by commas.',
      examples: ['missed,voicemail'],
    }),
  direction: z
    .enum(DIRECTIONS)
    .optional()
    .meta({ description: 'Return only `inbound`, `outbound` or `internal` calls.' }),
  emergency: z
    .enum(['true', 'false'])
    .optional()
    .transform((word) => (word === undefined ? undefined : word === 'true'))
    .meta({ description: '`true`: only emergency calls. `false`: no emergency calls.' }),
  extensionId: idOf('extension').optional().meta({
    description: 'Only calls that this extension made, was called by, or answered.',
  }),
  from: Instant.optional().meta({
    description: 'Only calls that began at this time or later.',
    examples: ['2026-11-01T00:00:00Z'],
  }),
  to: Instant.optional().meta({
    description: 'Only calls that began before this time.',
    examples: ['2026-12-01T00:00:00Z'],
  }),
});
export type CallRecordQuery = z.output<typeof CallRecordQuery>;

/** The same filters as for the list. */
export const CallExportQuery = CallRecordQuery.omit({ limit: true, cursor: true });
export type CallExportQuery = z.output<typeof CallExportQuery>;

export const CALL_COLUMNS = [
  'startedAt',
  'answeredAt',
  'endedAt',
  'timezone',
  'direction',
  'from',
  'to',
  'contactName',
  'extensionNumber',
  'extensionName',
  'answeredByNumber',
  'answeredByName',
  'outcome',
  'reason',
  'ringSeconds',
  'talkSeconds',
  'endedBy',
  'didNumber',
  'emergency',
  'id',
  'flowAnsweredAt',
  'endedAtNode',
  'billableSeconds',
  'chargedSeconds',
  'includedSeconds',
  'rate',
  'charge',
  'currency',
  'chargeState',
] as const;
