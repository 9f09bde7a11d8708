import { z } from 'zod';
import { DIRECTIONS } from '../calls/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, idOf, text, time, version } from '../platform/values/fields.ts';
import { searchText, wholeNumber } from '../platform/values/values.ts';
import { TRANSCRIPT_STATES } from '../transcripts/contract.ts';

export const recordingErrors = {
  not_recordable: {
    status: 409,
    description: 'This call can’t be recorded: it hasn’t been answered yet, or it is an emergency call.',
  },
  recording_running: { status: 409, description: 'The call is still being recorded. Stop the recording first.' },
  not_recorded: { status: 409, description: 'This call isn’t being recorded now.' },
} as const satisfies ErrorTable;

/** Why a call was recorded. */
export const RECORDING_CAUSES = ['extension', 'number', 'on_demand'] as const;
export type RecordingCause = (typeof RECORDING_CAUSES)[number];

export const RECORDING_STATES = ['recording', 'ready', 'failed'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** Why there is no recording to play. */
export const RECORDING_FAILURES = ['announcement', 'no_sound'] as const;
export type RecordingFailure = (typeof RECORDING_FAILURES)[number];

export const Recording = z
  .object({
    id: idOf('recording'),
    callId: idOf('call'),
    direction: z
      .enum(DIRECTIONS)
      .meta({ description: '`internal`: between extensions. `outbound`: to outside. `inbound`: from outside.' }),
    from: text('The caller: an extension’s number, or an outside number in E.164.', '+12125550199'),
    to: text('The number that was called, in the same form.', '101'),
    extensionIds: z.array(idOf('extension')).meta({ description: 'The tenant’s extensions that talked.' }),
    cause: z.enum(RECORDING_CAUSES).meta({
      description:
        '`extension`, `number`: its calls are recorded. `on_demand`: somebody started it during the call, by phone or on the page.',
    }),
    startedAt: time('When the recording began.'),
    state: z.enum(RECORDING_STATES).meta({
      description:
        '`recording`: the call is still in progress. `ready`: it can be heard. `failed`: it can’t be played.',
    }),
    failure: z.enum(RECORDING_FAILURES).nullable().meta({
      description:
        'Why it failed. `announcement`: the announcement could not be played, so nothing was recorded. `no_sound`: no sound reached the disk.',
    }),
    seconds: z
      .number()
      .nullable()
      .meta({ description: 'How long it is, measured from the sound; null before it is ready.', examples: [184.24] }),
    bytes: count('The size of the file; null before it is ready.', 5_895_724).nullable(),
    transcript: z.enum(TRANSCRIPT_STATES).nullable().meta({
      description: 'Whether what was said can be read, at `/transcript`. Null without a speech service.',
    }),
  })
  .meta({ id: 'Recording', description: 'A recorded stretch of a call: one file with two sides.' });
export type Recording = z.infer<typeof Recording>;
export const RecordingList = listOf(Recording);

const loudness = (side: string) =>
  z.array(z.int().min(0).max(255)).meta({
    description: `How loud ${side} was over time, in equal steps from the beginning to the end: 0 is silence.`,
    examples: [[0, 96, 130, 12]],
  });

export const RecordingDetail = Recording.extend({
  peaks: z
    .object({ caller: loudness('the caller'), callee: loudness('the other side') })
    .nullable()
    .meta({ description: 'What a player draws; null before the recording is ready.' }),
}).meta({ id: 'RecordingDetail', description: 'A recording, with its loudness over time.' });
export type RecordingDetail = z.infer<typeof RecordingDetail>;

export const RecordingQuery = listQuery(['startedAt'], '-startedAt').extend({
  search: searchText()
    .optional()
    .meta({
      description: 'Part of either number in any notation, or words of the transcript.',
      examples: ['555-0199'],
    }),
  extensionId: idOf('extension').optional().meta({ description: 'Only recordings of this extension’s calls.' }),
  callId: idOf('call').optional().meta({ description: 'Only recordings of this call.' }),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only recordings that began at this time or later.', examples: ['2026-11-01T00:00:00Z'] }),
  to: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only recordings that began before this time.', examples: ['2026-12-01T00:00:00Z'] }),
});

/** How many days recordings can be retained. */
export const RETENTION_DAYS = { least: 1, most: 3650, usual: 90 } as const;
const MAX_NUMBERS = 1000;

const settings = {
  announce: z.boolean().meta({
    description: 'Both sides hear an announcement before anything is recorded.',
  }),
  announcementId: idOf('media').nullable().meta({
    description:
      'The sound of the media library that both sides hear instead of the packaged announcement; null for the packaged one. It has to say that the call is recorded.',
  }),
  onDemand: z.boolean().meta({ description: 'A phone in a call starts and stops the recording with `*1`.' }),
  numberIds: z
    .array(idOf('number'))
    .max(MAX_NUMBERS, 'Choose at most 1,000 numbers.')
    .meta({ description: 'The numbers of the tenant whose calls from outside are recorded.' }),
  retentionDays: wholeNumber(RETENTION_DAYS.least, RETENTION_DAYS.most).meta({
    description: 'Recordings are deleted after this many days.',
    examples: [RETENTION_DAYS.usual],
  }),
};

export const RecordingSettings = z
  .object({ ...settings, version: version() })
  .meta({ id: 'RecordingSettings', description: 'How a tenant’s calls are recorded.' });
export type RecordingSettings = z.infer<typeof RecordingSettings>;

export const RecordingSettingsPatch = z
  .strictObject({
    ...settings,
    confirmLawful: z.boolean().meta({
      description:
        'Needed to turn the announcement off: confirms that the people on the calls are informed otherwise, as the law requires. Recorded in the audit log.',
    }),
  })
  .partial()
  .refine(({ announce, confirmLawful }) => announce !== false || confirmLawful === true, {
    path: ['confirmLawful'],
    message: 'Confirm that you inform everybody on your calls in another way.',
  })
  .meta({ id: 'RecordingSettingsPatch', description: 'The fields to change.' });
export type RecordingSettingsPatch = z.input<typeof RecordingSettingsPatch>;

export const RECORDING_ACTIONS = ['start', 'pause', 'resume', 'stop'] as const;
export type RecordingAction = (typeof RECORDING_ACTIONS)[number];

export const RecordingOrder = z
  .strictObject({
    action: z.enum(RECORDING_ACTIONS).meta({
      description: '`pause`: records silence, such as while somebody says a card number. `resume`: sound again.',
    }),
  })
  .meta({ id: 'RecordingOrder', description: 'What to do with the recording of a call in progress.' });

/** Asks call control to do this, on the database channel `call_recording`. */
export const RecordingNotice = z.object({ callId: z.string(), action: z.enum(RECORDING_ACTIONS) });
export type RecordingNotice = z.infer<typeof RecordingNotice>;
