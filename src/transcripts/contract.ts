import { z } from 'zod';
import { text } from '../platform/values/fields.ts';

export const TRANSCRIPT_STATES = ['waiting', 'done', 'failed'] as const;
export type TranscriptState = (typeof TRANSCRIPT_STATES)[number];

/** The speaker: one side of a recording, or the caller who left a message. */
export const SPEAKERS = ['caller', 'callee'] as const;
export type Speaker = (typeof SPEAKERS)[number];

/** What was spoken: a message, or a recorded call. */
export type TranscriptSource = { kind: 'voicemail' | 'recording'; id: string };

const seconds = (description: string) => z.number().meta({ description, examples: [3.2] });

export const Passage = z
  .object({
    start: seconds('Seconds from the beginning of the sound to the first word.'),
    end: seconds('Seconds from the beginning to the end of the last word.'),
    speaker: z.enum(SPEAKERS).meta({ description: 'Whose side it was said on. The caller leaves a message.' }),
    text: text('The spoken words, with punctuation.', 'I’d like to order two cakes for Friday.'),
  })
  .meta({ id: 'Passage', description: 'A passage that somebody spoke.' });
export type Passage = z.infer<typeof Passage>;

export const Transcript = z
  .object({
    state: z.enum(TRANSCRIPT_STATES).meta({
      description:
        '`waiting`: the speech service has not answered yet. `failed`: it did not answer after several attempts; ask for it again.',
    }),
    passages: z
      .array(Passage)
      .meta({ description: 'What was said, in order. Empty until it is `done`, and where nobody spoke.' }),
  })
  .meta({ id: 'Transcript', description: 'What was said, as a speech service understood it.' });
export type Transcript = z.infer<typeof Transcript>;
