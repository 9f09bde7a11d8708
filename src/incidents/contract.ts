import { z } from 'zod';
import { listOf, listQuery } from '../platform/http/paging.ts';

export const PARTS = ['asterisk', 'call_control', 'database'] as const;
export type PartName = (typeof PARTS)[number];

/** A part of the service ended by itself, once or several times within an hour of each other. */
export const Incident = z
  .object({
    id: z.uuid(),
    machine: z.string(),
    part: z.enum(PARTS),
    beganAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    times: z.number().int(),
    reason: z.string().meta({ description: 'How it ended the last time.' }),
    report: z
      .string()
      .nullable()
      .meta({ description: 'The file in `DATA_DIR/crashes` on that machine with what was logged before.' }),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;
/** How the service on this machine is. */
export const Health = z
  .object({
    voice: z.enum(['ok', 'down', 'off']),
    asterisk: z
      .object({
        version: z.string(),
        startedAt: z.iso.datetime(),
        memoryBytes: z.number().int(),
        restartBecause: z
          .string()
          .nullable()
          .meta({ description: 'Why it restarts as soon as no calls are on; null when it does not.' }),
        holes: z.array(z.object({ id: z.string(), about: z.string() })),
      })
      .nullable()
      .meta({ description: 'The Asterisk of this machine; null where none runs.' }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const IncidentList = listOf(Incident);
export const IncidentQuery = listQuery(['lastAt'], '-lastAt').extend({
  since: z.iso.datetime({ offset: true }).optional().meta({ description: 'Only those that happened after this.' }),
});
