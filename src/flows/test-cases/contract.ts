import { z } from 'zod';
import type { ErrorTable } from '../../platform/http/errors.ts';
import { EXAMPLE_ID, flag, idOf, ignored, text } from '../../platform/values/fields.ts';
import { freeText, label, wordList } from '../../platform/values/values.ts';
import { FlowContent } from '../content/graph-contract.ts';
import { nodeId, Prompt, READINGS, variable } from '../content/parts-contract.ts';

export const testErrors = {
  flow_tests_failed: {
    status: 422,
    description:
      'A test of the flow fails. `errors` names each one. Fix the flow or the test, or give a reason in `overrideReason`.',
  },
} as const satisfies ErrorTable;

export const MAX_TESTS = 50;

/** How called people react in a test. */
export const PEOPLE = ['answered', 'noAnswer', 'busy', 'unreachable'] as const;

const at = () =>
  z.iso
    .datetime({ local: true, precision: -1, error: 'Enter a date and a time.' })
    .refine((wall) => /^[12]\d{3}-.{11}$/.test(wall), 'Enter a date and a time, such as 2026-11-30T09:00.')
    .meta({
      description: 'The time in the tenant’s time zone during the call, to the minute.',
      examples: ['2026-11-30T09:00'],
    });

const NO_NUMBER = 'Enter a number such as +12125550199, or an extension.';
export const testCaller = () =>
  z
    .string()
    .regex(/^(anonymous|\+?[0-9]{2,15})$/, NO_NUMBER)
    .meta({
      description: 'Who calls: a number in E.164, an extension, or `anonymous`.',
      examples: ['+12125550199'],
    });

/** The input of a test call. */
export const TestCall = z
  .strictObject({
    at: at(),
    caller: testCaller(),
    called: z
      .string()
      .regex(/^(\+?[0-9]{2,15})?$/, NO_NUMBER)
      .meta({ description: 'The number that is called. May be empty.', examples: ['+12125550102'] }),
    presses: z
      .array(
        z
          .string()
          .regex(/^[0-9*#]{0,30}$/, 'Use the keys 0 to 9, * and #.')
          .meta({ description: 'Keys; none if nothing is pressed.', examples: ['1'] }),
      )
      .max(30, 'Enter at most 30 groups of digits.')
      .meta({ description: 'What the caller presses, each time that digits are asked for. Afterwards nothing.' }),
    people: z.enum(PEOPLE).meta({ description: 'What people do when the flow rings their phones.' }),
    variables: z
      .record(variable(), freeText(200))
      .refine((given) => Object.keys(given).length <= 20, 'Enter at most 20 variables.')
      .nullable()
      .meta({ description: 'What servers respond that the flow asks. Null: they don’t.', examples: [{ vip: 'yes' }] }),
  })
  .meta({ id: 'FlowTestCall', description: 'A simulated call through a flow.' });
export type TestCall = z.infer<typeof TestCall>;

/** How a call leaves its flows. */
export const ENDS = ['hangUp', 'takeMessage', 'dialExtension', 'fallBack'] as const;

export const TestEnd = z
  .strictObject({
    flowId: z.uuid().meta({ description: 'The flow in which it ends.', examples: [EXAMPLE_ID] }),
    nodeId: nodeId().meta({ description: 'The node at which it ends.', examples: ['n1'] }),
    how: z.enum(ENDS).meta({
      description:
        '`hangUp`: the call is over, also after a talk. `takeMessage`: a mailbox takes it. `dialExtension`: the caller dials an extension. `fallBack`: the flow can’t continue.',
    }),
  })
  .meta({ id: 'FlowTestEnd', description: 'Where a call leaves its flows, and how.' });
export type TestEnd = z.infer<typeof TestEnd>;

export const TestCase = z
  .strictObject({
    id: idOf('test'),
    name: label().meta({ description: 'What the test is about.', examples: ['At night'] }),
    call: TestCall,
    end: TestEnd.meta({ description: 'How the call must leave the flow for the test to pass.' }),
  })
  .meta({ id: 'FlowTest', description: 'A call that has to go as expected before the flow is published.' });
export type TestCase = z.infer<typeof TestCase>;

const cases = z
  .array(TestCase)
  .max(MAX_TESTS, `A flow has at most ${MAX_TESTS} tests.`)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'Use a different id for each test.')
  .meta({ description: 'The tests, in their order.' });

export const FlowTests = z
  .object({
    cases,
    version: z.int().meta({ description: 'Goes up with every change, and is the `ETag`.', examples: [3] }),
  })
  .meta({ id: 'FlowTests', description: 'The tests of a flow.' });
export type FlowTests = z.infer<typeof FlowTests>;

export const FlowTestsPut = z
  .strictObject({ cases, version: ignored('Ignored. To change only the version you read, send `If-Match`.') })
  .meta({ id: 'FlowTestsPut', description: 'All tests of a flow.' });

export const TestResult = z
  .object({
    id: idOf('test'),
    name: text('What the test is about.', 'At night'),
    passed: flag('The call ends where it should.'),
    message: text(
      'What happened instead; empty if it passed.',
      'The call goes to voicemail at “Messages”. Expected: it ends at “Front desk”.',
    ),
  })
  .meta({ id: 'FlowTestResult', description: 'Whether a test passes.' });
export type TestResult = z.infer<typeof TestResult>;

const ids = (what: string) =>
  wordList(8000)
    .default('')
    .transform((words) => (words === '' ? [] : [...new Set(words.split(','))]))
    .pipe(z.array(z.uuid('Enter ids, with commas between them.')).max(200))
    .meta({ description: `Ids of ${what}, with commas between them.`, examples: [EXAMPLE_ID] });

export const TestFactsQuery = z.object({
  at: at(),
  caller: testCaller(),
  scheduleIds: ids('schedules'),
  listIds: ids('lists of numbers'),
  flowIds: ids('flows that the call can go to'),
});

export const TestFacts = z
  .object({
    schedules: z
      .array(z.object({ id: idOf('schedule'), open: flag('It is open then, by its hours.') }))
      .meta({ description: 'Whether schedules are open. Those that are gone are left out.' }),
    lists: z
      .array(z.object({ id: idOf('list'), has: flag('The caller is in it.') }))
      .meta({ description: 'Whether lists have the caller. Those that are gone are left out.' }),
    isContact: flag('The caller is one of the tenant’s contacts.'),
    menuExtensions: z
      .array(z.string())
      .meta({ description: 'The extensions that can be dialled in menus.', examples: [['101']] }),
    flows: z
      .array(z.object({ id: idOf('flow'), content: FlowContent }))
      .meta({ description: 'The published versions of the flows that the call can reach.' }),
  })
  .meta({ id: 'FlowTestFacts', description: 'What a test call finds in the tenant.' });
export type TestFacts = z.infer<typeof TestFacts>;

const place = {
  flowId: idOf('flow'),
  nodeId: text('The node’s id within its flow.', 'n1'),
};

export const TestRun = z
  .object({
    path: z
      .array(
        z.object({
          ...place,
          exit: z
            .string()
            .nullable()
            .meta({
              description: 'The exit that it took. Null: the node ended the flow, or led to another.',
              examples: ['open'],
            }),
        }),
      )
      .meta({ description: 'The nodes that the call goes through, in their order.' }),
    heard: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({
            ...place,
            kind: z.literal('prompts').meta({ description: 'Sounds and texts.' }),
            prompts: z.array(Prompt).meta({ description: 'What is played, in this order.' }),
          }),
          z.object({
            ...place,
            kind: z.literal('value').meta({ description: 'A value that is read out.' }),
            as: z.enum(READINGS).meta({ description: 'How it is read.' }),
            value: text('The value that is read to the caller.', '4711'),
          }),
        ]),
      )
      .meta({ description: 'What the caller hears, in this order.' }),
    end: TestEnd,
  })
  .meta({ id: 'FlowTestRun', description: 'How a call goes through a flow.' });
export type TestRun = z.infer<typeof TestRun>;
