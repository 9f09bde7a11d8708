import { readWav, writePhoneWav } from '../platform/audio/wav.ts';
import type { Passage, Speaker } from './contract.ts';
import { audibleSpans, audiblePassages, inOrder } from './rules.ts';
import { type SpeechService, transcribe } from './speech-service.ts';

/**
 * Transcribes a WAV file of phone sound. Each side is sent separately with its speaker, because a service cannot tell two voices apart. A silent
 * side is not sent.
 */
export async function listen(
  service: SpeechService,
  wav: Uint8Array,
  speakers: readonly Speaker[],
): Promise<Passage[]> {
  const sound = readWav(wav);
  if ('fault' in sound) return [];
  const { rate, channels } = sound;
  const passages: Passage[] = [];
  for (const [side, speaker] of speakers.entries()) {
    const samples = channels[side];
    const spans = samples ? audibleSpans(samples, rate) : [];
    if (!samples || spans.length === 0) continue;
    const said = await transcribe(service, new Uint8Array(writePhoneWav(samples)), samples.length / rate);
    passages.push(
      ...audiblePassages(
        said.map((one) => ({ ...one, speaker })),
        spans,
      ),
    );
  }
  return inOrder(passages);
}
