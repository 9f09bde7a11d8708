import { z } from 'zod';
import { count, text } from '../../platform/values/fields.ts';

/** How many days statistics can cover, including today. */
export const MAX_DAYS = 366;

const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });

export const StatisticsQuery = z.object({
  days: z.coerce
    .number('Enter a number of days.')
    .int()
    .min(1, 'Enter at least 1 day.')
    .max(MAX_DAYS, `Enter at most ${MAX_DAYS} days.`)
    .default(7)
    .meta({ description: 'The number of days, up to and including today in the tenant’s time zone.', examples: [7] }),
});

const ExitCount = z
  .object({
    nodeId: text('The node’s id within the flow.', 'menu'),
    node: text('What the node is called in the newest version that has it.', 'Main menu'),
    exit: text('The id of the exit. Null: the call left the flow at this node.', 'o1').nullable(),
    calls: count('The calls that took it, however often.'),
    passes: count('How often it was taken. A call that passes twice counts twice.'),
  })
  .meta({ id: 'FlowExitCount', description: 'How many calls took an exit of a node.' });

export const FlowStatistics = z
  .object({
    from: day('The first day, in the tenant’s time zone.', '2026-11-23'),
    to: day('The last day: today in the tenant’s time zone.', '2026-11-29'),
    calls: count('The calls that came to the flow.'),
    exits: z.array(ExitCount).meta({ description: 'The exits that calls took, in all versions together.' }),
  })
  .meta({
    id: 'FlowStatistics',
    description: 'How calls went through a flow. A call counts when it ends, on the day on which it began.',
  });
export type FlowStatistics = z.infer<typeof FlowStatistics>;
