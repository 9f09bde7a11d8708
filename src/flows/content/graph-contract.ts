import { z } from 'zod';
import { DESTINATION_SHAPES } from '../../destinations/contract.ts';
import { label } from '../../platform/values/values.ts';
import { FlowNode } from './node-contract.ts';
import { kind, prompts } from './parts-contract.ts';

export const MAX_NODES = 100;

/** Where a call goes when its flow can't continue. Never a flow, so that it can't fail for the same reason. */
export const Fallback = z
  .discriminatedUnion('kind', [
    DESTINATION_SHAPES.extension,
    DESTINATION_SHAPES.mailbox,
    DESTINATION_SHAPES.external,
    z.strictObject({ kind: kind('message', 'The caller hears this, and the call ends.'), prompts: prompts() }),
  ])
  .meta({ id: 'FlowFallback', description: 'Where a call goes if its flow can’t continue.' });
export type Fallback = z.infer<typeof Fallback>;

/** Everything that a version of a flow freezes. A draft can be unfinished; `validation.ts` has the rules for publishing. */
export const FlowContent = z
  .strictObject({
    name: label().meta({ description: 'What the flow is called.', examples: ['Main number'] }),
    fallback: Fallback,
    nodes: z
      .array(FlowNode)
      .min(1)
      .max(MAX_NODES, `A flow has at most ${MAX_NODES} nodes.`)
      .meta({ description: 'The nodes, the one of kind `start` among them. Their order means nothing to a call.' }),
  })
  .meta({ id: 'FlowContent', description: 'What a flow does.' });
export type FlowContent = z.infer<typeof FlowContent>;
