import { z } from 'zod';
import { PlanNumber } from '../number-plan/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, flag, idOf, ignored, text, time, version } from '../platform/values/fields.ts';
import { freeText, label, searchText } from '../platform/values/values.ts';
import { FlowContent } from './content/graph-contract.ts';
import { nodeId } from './content/parts-contract.ts';
import { TestResult } from './test-cases/contract.ts';
import { FlowFault, FlowWarning } from './validation/contract.ts';

export const flowErrors = {
  flow_faults: {
    status: 422,
    description:
      'The flow or one that it is connected to has errors, so it can’t be published. `errors` names each node.',
  },
  flow_replaced: {
    status: 409,
    description: 'Another version has been published since the one in `replaces`. Check the changes again.',
    extra: {
      published: z
        .int()
        .nullable()
        .meta({ description: 'The number of the published version.', examples: [4] }),
    },
  },
  flow_unchanged: { status: 409, description: 'There is no draft to publish or to discard.' },
} as const satisfies ErrorTable;

const number = PlanNumber.nullable().meta({
  description: 'A number of the tenant’s plan that leads to the flow, as if it were an extension. Null: none does.',
});
const versionNumber = (description: string) => z.int().meta({ description, examples: [3] });
const editors = z
  .array(z.string())
  .meta({ description: 'Who has changed the draft since the last publish.', examples: [['Ann Baker']] });

const Missed = z
  .object({
    nodeId: text('The node that points to it.', 'desk'),
    node: text('The node’s name when the target was found missing.', 'Front desk'),
    what: text('What is missing, as part of a sentence about the node.', 'the target that it rings'),
    at: time('When a call came there: the first of a day.'),
  })
  .meta({ id: 'FlowMissedTarget', description: 'A deleted object that a flow still refers to.' });

export const Flow = z
  .object({
    id: idOf('flow'),
    name: text('The name in the published version, or in the draft before the first.', 'Main number'),
    number: text('The number in the tenant’s plan that leads to it; null if none does.', '500').nullable(),
    published: z
      .object({
        number: versionNumber('The number of the version.'),
        at: time('When the published version went live.'),
        by: text('The name of the user who published the version.', 'Ann Baker'),
      })
      .nullable()
      .meta({ description: 'The version that calls go through. Null: none has been published.' }),
    hasDraft: flag('There are changes that have not been published.'),
    missed: z.array(Missed).meta({
      description: 'What calls in the published version did not find, newest first. Publishing empties it.',
    }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Flow', description: 'A call flow: what happens when somebody calls.' });
export type Flow = z.infer<typeof Flow>;
export const FlowList = listOf(Flow);
export const FlowQuery = listQuery(['name', 'number', 'createdAt'], 'name').extend({
  search: searchText().optional(),
  published: z
    .enum(['true'])
    .optional()
    .meta({ description: 'Only published flows: those that calls can be sent to.' }),
});

export const FlowCreate = z
  .strictObject({
    name: label().meta({ description: 'What the flow is called.', examples: ['Main number'] }),
    number: number.default(null),
  })
  .meta({ id: 'FlowCreate', description: 'A flow to add. It begins as a draft.' });

export const FlowPatch = z
  .strictObject({ number })
  .partial()
  .meta({ id: 'FlowPatch', description: 'Another number. The name is part of the draft.' });

const coordinate = z.int().min(-1_000_000).max(1_000_000);
const positions = z
  .record(
    nodeId(),
    z.strictObject({
      x: coordinate.meta({ description: 'The distance from the left edge of the canvas, in pixels.', examples: [320] }),
      y: coordinate.meta({ description: 'The distance from the top of the canvas, in pixels.', examples: [64] }),
    }),
  )
  .meta({
    description:
      'Where the cards of nodes were dragged to on the canvas. It isn’t part of versions, and a change of it doesn’t change `version`. Left out: it stays.',
    examples: [{ n1: { x: 320, y: 64 } }],
  });
export type Positions = z.infer<typeof positions>;
const restoresFrom = versionNumber(
  'The version that the draft was restored from, and whose sounds it plays. Null: it plays the current sound of the media library.',
).nullable();

export const Draft = z
  .object({
    content: FlowContent,
    base: versionNumber('The version that the draft is based on; null: none was published.').nullable(),
    isChanged: flag('It differs from the published version.'),
    positions,
    restores: restoresFrom,
    editors,
    version: z.int().meta({
      description:
        'Goes up with each change of the content, and with nothing else. It is the `ETag`: version 3 is `"3"`.',
      examples: [3],
    }),
  })
  .meta({ id: 'FlowDraft', description: 'What a flow is to do once it is published. All editors share it.' });
export type Draft = z.infer<typeof Draft>;

export const DraftPut = z
  .strictObject({
    content: FlowContent,
    positions: positions.optional(),
    restores: restoresFrom.optional(),
    base: ignored(),
    isChanged: ignored(),
    editors: ignored(),
    version: ignored(),
  })
  .meta({ id: 'FlowDraftPut', description: 'The whole draft.' });

export const NodeChange = z
  .object({
    nodeId: text('The node; null: the name or the fallback of the flow.', 'n1').nullable(),
    name: text('The node’s name on the canvas.', 'Main menu'),
    change: z
      .enum(['added', 'removed', 'changed'])
      .meta({ description: 'How the draft differs from the published version.' }),
    fields: z
      .array(z.string())
      .meta({ description: 'The settings that differ, and the exits that lead elsewhere.', examples: [['prompts']] }),
  })
  .meta({ id: 'FlowNodeChange', description: 'A difference between the draft and the published version.' });
export type NodeChange = z.infer<typeof NodeChange>;

export const PublishPreview = z
  .object({
    draft: z.int().meta({ description: 'The version of the draft, to publish exactly this.', examples: [7] }),
    replaces: versionNumber('The published version that it would replace; null: none.').nullable(),
    editors,
    changes: z
      .array(NodeChange)
      .meta({ description: 'The differences between the draft and the published version, node by node.' }),
    faults: z.array(FlowFault).meta({ description: 'What keeps it from being published.' }),
    warnings: z.array(FlowWarning).meta({ description: 'Warnings, which don’t prevent publishing.' }),
    tests: z
      .array(TestResult)
      .meta({ description: 'Whether its tests pass. They run once nothing else keeps it from being published.' }),
  })
  .meta({ id: 'FlowPublishPreview', description: 'What publishing the draft would do.' });
export type PublishPreview = z.infer<typeof PublishPreview>;

const note = freeText(500)
  .default('')
  .meta({ description: 'A note for the list of versions.', examples: ['Summer'] });

const overrideReason = freeText(500)
  .nullable()
  .default(null)
  .meta({
    description: 'Why it is published although tests fail. Null: it is refused if one does.',
    examples: ['The new number is ported tomorrow.'],
  });

export const Publish = z
  .strictObject({
    draft: z.int().meta({ description: 'The version of the draft that is to go live.', examples: [7] }),
    replaces: versionNumber('The published version that was looked at; null: none.').nullable(),
    note,
    overrideReason,
  })
  .meta({ id: 'FlowPublish', description: 'What to publish.' });

export const Restore = z
  .strictObject({ note, overrideReason })
  .meta({ id: 'FlowRestore', description: 'A version to publish again.' });

const versionFields = {
  id: idOf('version'),
  number: versionNumber('Versions are numbered from 1.'),
  note: text('The note when it was published.', 'Summer hours'),
  publishedAt: time('When the version went live.'),
  publishedBy: text('The name of the user who published the version.', 'Ann Baker'),
  editors: z.array(z.string()).meta({ description: 'Whose edits went live.', examples: [['Ann Baker']] }),
  restores: versionNumber('The earlier version that it was restored from; null: from none.').nullable(),
  changes: z
    .array(NodeChange)
    .meta({ description: 'What it changed compared with the version before. Empty if that was not noted yet.' }),
  overrideReason: text('Why it was published although tests failed; null: none did.', 'Urgent').nullable(),
  isPublished: flag('Calls go through this version.'),
};
export const FlowVersionSummary = z
  .object(versionFields)
  .meta({ id: 'FlowVersionSummary', description: 'A version of a flow. It never changes.' });
export type FlowVersionSummary = z.infer<typeof FlowVersionSummary>;
export const FlowVersion = z
  .object({ ...versionFields, content: FlowContent })
  .meta({ id: 'FlowVersion', description: 'A version of a flow, with what it does.' });
export const FlowVersionList = listOf(FlowVersionSummary);
export const FlowVersionQuery = listQuery(['number'], '-number');
