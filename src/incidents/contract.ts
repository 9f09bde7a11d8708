import { z } from 'zod';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, idOf, text, time } from '../platform/values/fields.ts';

export const PARTS = ['asterisk', 'call_control', 'database'] as const;
export type PartName = (typeof PARTS)[number];

/** A part of the service ended unexpectedly, once or several times within an hour of each other. */
export const Incident = z
  .object({
    id: idOf('incident'),
    machine: text('The host name of the machine.', 'pbx1'),
    part: z.enum(PARTS).meta({ description: 'The part that ended.' }),
    beganAt: time('When the incident happened first.'),
    lastAt: time('When the incident happened last.'),
    times: count('How many times it ended.', 1),
    reason: text('How it ended the last time.', 'killed by SIGSEGV'),
    report: text(
      'The file in `DATA_DIR/crashes` on that machine with the log from before.',
      '2026-11-05-asterisk.txt',
    ).nullable(),
  })
  .meta({
    id: 'Incident',
    description: 'A part of the service ended unexpectedly, once or several times within an hour of each other.',
  });
export type Incident = z.infer<typeof Incident>;
/** The state of the service on this machine. */
export const Health = z
  .object({
    voice: z
      .enum(['ok', 'down', 'off'])
      .meta({ description: 'Whether calls can be made. `off`: this installation runs without calls.' }),
    asterisk: z
      .object({
        version: text('The version of Asterisk.', '22.10.1'),
        startedAt: time('When the Asterisk process was started.'),
        memoryBytes: count('The memory that it uses, in bytes.', 84_000_000),
        restartBecause: text(
          'Why it restarts as soon as no calls are in progress; null when it doesn’t.',
          'It uses more memory than it should.',
        ).nullable(),
        vulnerabilities: z
          .array(
            z.object({
              id: text('The id of the advisory.', 'CVE-2025-1131'),
              about: text('One line on what an attacker can do.', 'A local user can become root.'),
            }),
          )
          .meta({ description: 'Known vulnerabilities of this version.' }),
      })
      .nullable()
      .meta({ description: 'The Asterisk of this machine; null where none runs.' }),
  })
  .meta({ id: 'Health', description: 'How the service on this machine is doing.' });
export type Health = z.infer<typeof Health>;

export const IncidentList = listOf(Incident);
export const IncidentQuery = listQuery(['lastAt'], '-lastAt').extend({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only incidents after this time.', examples: ['2026-11-01T00:00:00Z'] }),
});
