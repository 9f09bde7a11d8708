import { z } from 'zod';
import { serviceUrl } from '../platform/values/service-url.ts';

/** A speech service that takes the common request `POST /v1/audio/transcriptions`, hosted by a provider or by the operator. */
export type SpeechService = { url: string; key: string | undefined; model: string };

export type SpokenText = { start: number; end: number; text: string };

const PATH = '/v1/audio/transcriptions';
/** A message of ten minutes takes a slow service this long. */
const PATIENCE_MS = 5 * 60_000;

/** With `verbose_json`, services say when each passage was spoken; a small one answers the text alone. */
const Answer = z.object({
  text: z.string(),
  segments: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })).optional(),
});

/** Asks the service to transcribe a WAV file of so many seconds. Throws if there is no response or one that can't be read. */
export async function transcribe(
  { url, key, model }: SpeechService,
  wav: Uint8Array<ArrayBuffer>,
  seconds: number,
): Promise<SpokenText[]> {
  const form = new FormData();
  form.append('file', new Blob([wav], { type: 'audio/wav' }), 'sound.wav');
  form.append('model', model);
  form.append('response_format', 'verbose_json');
  const response = await fetch(serviceUrl(url, PATH), {
    method: 'POST',
    body: form,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  // its body may repeat what was sent
  if (!response.ok) throw new Error(`The speech service answered ${response.status}.`);
  const { text, segments } = Answer.parse(await response.json());
  return (segments ?? [{ start: 0, end: seconds, text }]).map((one) => ({ ...one, text: one.text.trim() }));
}
