import { z } from 'zod';
import { PlanNumber } from '../../number-plan/contract.ts';
import type { ErrorTable } from '../../platform/http/errors.ts';
import { EXAMPLE_ID, ignored, text, time } from '../../platform/values/fields.ts';
import { freeText, label } from '../../platform/values/values.ts';
import { FlowContent } from '../content/graph-contract.ts';

export const MAX_TEMPLATES = 100;

export const templateErrors = {
  too_many_templates: { status: 409, description: 'A partner can have at most 100 templates.' },
} as const satisfies ErrorTable;

/** The kinds of objects that a flow refers to by id. */
const QUESTION_KINDS = ['media', 'schedule', 'list', 'extension', 'group', 'mailbox', 'flow'] as const;

export const Question = z
  .object({
    id: z.uuid().meta({
      description: 'A placeholder in the flow for an id of the tenant that it came from.',
      examples: [EXAMPLE_ID],
    }),
    kind: z.enum(QUESTION_KINDS).meta({ description: 'What has to be chosen.' }),
    label: text('The name of the object in the flow that the template was made from, or its purpose.', 'Office hours'),
  })
  .meta({ id: 'FlowQuestion', description: 'An object of a tenant that a flow needs.' });
export type Question = z.infer<typeof Question>;

const portable = {
  content: FlowContent,
  questions: z.array(Question).meta({ description: 'What has to be chosen in the tenant that gets the flow.' }),
};

export const PortableFlow = z
  .object({
    ...portable,
    leftOpen: z.array(z.string()).meta({
      description: 'The nodes whose outside number, web address or secret is not copied and has to be entered again.',
      examples: [['Night guard']],
    }),
  })
  .meta({
    id: 'PortableFlow',
    description: 'A flow without anything that belongs to one tenant, and without secrets.',
  });
export type PortableFlow = z.infer<typeof PortableFlow>;

const answer = z
  .uuid()
  .nullable()
  .meta({
    description: 'The tenant’s own. Null: it is chosen later, in the draft.',
    examples: [EXAMPLE_ID],
  });

export const FlowImport = z
  .strictObject({
    name: label().meta({ description: 'What the flow is called.', examples: ['Main number'] }),
    number: PlanNumber.nullable()
      .default(null)
      .meta({ description: 'A number of the tenant’s plan that leads to the flow. Null: none does.' }),
    content: FlowContent,
    answers: z
      .array(
        z.strictObject({
          question: z.uuid().meta({ description: 'The question.', examples: [EXAMPLE_ID] }),
          id: answer,
        }),
      )
      .max(500)
      .default([])
      .meta({ description: 'The answer to each question. Questions without an answer are left open in the draft.' }),
    questions: ignored('Ignored: the answers name them.'),
    leftOpen: ignored('Ignored: it is open already.'),
  })
  .meta({ id: 'FlowImport', description: 'A flow from a template or from another tenant.' });

export const FlowTemplate = z
  .object({
    id: z.uuid().meta({ description: 'The id of the template.', examples: [EXAMPLE_ID] }),
    name: text('The template’s name.', 'Office hours with a menu'),
    description: text(
      'One or two sentences on when to use the template.',
      'Callers choose by a key while you are open, and leave a message otherwise.',
    ),
    source: z.enum(['packaged', 'own']).meta({ description: 'Whether it comes with the system or was saved by you.' }),
    createdAt: time('When it was saved; null for one that comes with the system.').nullable(),
    ...portable,
  })
  .meta({ id: 'FlowTemplate', description: 'A call flow to begin with.' });
export type FlowTemplate = z.infer<typeof FlowTemplate>;

export const FlowTemplateList = z
  .object({
    items: z
      .array(FlowTemplate)
      .meta({ description: 'The templates: the partner’s own first, then the packaged ones.' }),
  })
  .meta({ id: 'FlowTemplateList', description: 'The templates for call flows.' });

export const FlowTemplateCreate = z
  .strictObject({
    name: label().meta({ description: 'What the template is called.', examples: ['Dentist'] }),
    description: freeText(300)
      .default('')
      .meta({
        description: 'One or two sentences on when to use the template.',
        examples: ['One desk, one night guard.'],
      }),
  })
  .meta({ id: 'FlowTemplateCreate', description: 'The name of a template.' });
