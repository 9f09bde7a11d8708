import { z } from 'zod';
import { serviceUrl } from '../platform/values/service-url.ts';

/** A speech service that takes the common request `POST /v1/audio/transcriptions`, hosted by a provider or by the operator. */
export type SpeechService = { url: string; key: string | undefined; model: string };

export type SpokenText = { start: number; end: number; text: string };

const PATH = '/v1/audio/transcriptions';
/** A slow service takes this long for a message of ten minutes. */
const TIMEOUT_MS = 5 * 60_000;

/** With `verbose_json`, services return the time of each passage. Small services return only the text. */
const Transcription = z.object({
  text: z.string(),
  segments: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })).optional(),
});

/** Transcribes a WAV file of `seconds`. Throws if there is no response or an unreadable one. */
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
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // without the body, which may repeat the request
  if (!response.ok) throw new Error(`The speech service answered ${response.status}.`);
  const { text, segments } = Transcription.parse(await response.json());
  return (segments ?? [{ start: 0, end: seconds, text }]).map((one) => ({ ...one, text: one.text.trim() }));
}
