import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { pageSize } from '../platform/http/paging.ts';
import { flag, text } from '../platform/values/fields.ts';
import { cursor } from '../platform/values/values.ts';
import { Event } from './catalogue-contract.ts';

const cursorExample = 'WyI0MiIsIjAxOTk0ZjJiLTdjM2EtN2U1MS05ZDIwLThhNGMxZjZiZTMzMCJd';

export const eventErrors = {
  cursor_expired: {
    status: 410,
    description: 'The events after this cursor are older than 30 days and have been deleted. Continue from `oldest`.',
    extra: { oldest: text('The cursor before the oldest event that is left.', cursorExample) },
  },
} as const satisfies ErrorTable;

export const EventQuery = z.object({
  limit: pageSize(),
  after: cursor()
    .optional()
    .meta({ description: 'The `nextCursor` of the last page. Without it: from the oldest event on.' }),
});

export const EventPage = z
  .object({
    items: z.array(Event).meta({ description: 'The events in their order, oldest first.' }),
    nextCursor: text('Send it as `after` for what comes next, also if there is nothing yet.', cursorExample),
    hasMore: flag('True if later events are already there: read again at once with `nextCursor`.'),
  })
  .meta({ id: 'EventPage', description: 'What has happened since.' });
