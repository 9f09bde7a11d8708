import { z } from 'zod';
import { EXAMPLE_ID } from '../../platform/values/fields.ts';

/** Faults prevent publishing. */
export const FAULT_CODES = [
  'no_single_start',
  'duplicate_id',
  'too_many_nodes',
  'unreachable',
  'open_exit',
  'not_chosen',
  'target_missing',
  'not_published',
  'address_refused',
  'sound_not_ready',
  'no_prompt',
  'no_option',
  'same_digits',
  'digits_range',
  'endless_loop',
  'variable_not_set',
  'variable_reserved',
] as const;

/** Warnings don't prevent publishing. */
export const WARNING_CODES = ['slow_digits', 'secret_not_said'] as const;

const place = {
  flowId: z.uuid().meta({ description: 'The flow.', examples: [EXAMPLE_ID] }),
  nodeId: z
    .string()
    .nullable()
    .meta({
      description: 'The node’s id within its flow. Null: the finding concerns the whole flow or its fallback.',
      examples: ['n1'],
    }),
  exit: z
    .string()
    .nullable()
    .meta({ description: 'The exit of the node, if it is about one.', examples: ['noInput'] }),
  message: z.string().meta({
    description: 'What is wrong and where, as text.',
    examples: ['“Main menu”: Add a key that the caller can press.'],
  }),
};

export const FlowFault = z
  .object({ ...place, code: z.enum(FAULT_CODES).meta({ description: 'The type of the fault.' }) })
  .meta({ id: 'FlowFault', description: 'Something that keeps a flow from being published.' });
export type FlowFault = z.infer<typeof FlowFault>;

export const FlowWarning = z
  .object({ ...place, code: z.enum(WARNING_CODES).meta({ description: 'The type of the warning.' }) })
  .meta({ id: 'FlowWarning', description: 'A warning about a flow.' });
export type FlowWarning = z.infer<typeof FlowWarning>;
