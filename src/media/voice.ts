import { runBounded } from '../platform/process/bounded-run.ts';
import type { FoundProgram } from '../platform/process/found-program.ts';
import { commandLine } from '../platform/process/launch.ts';
import { unprivilegedAccount } from '../platform/process/run-as.ts';
import { serviceUrl } from '../platform/values/service-url.ts';
import type { Voice } from './contract.ts';

/** A speech service that takes the common request `POST /v1/audio/speech`, hosted by a provider or by the operator. */
export type VoiceService = { url: string; key: string | undefined; model: string; voice: string };

/** Who can speak on this installation. */
export type Voices = { service: VoiceService | null; packaged: FoundProgram | null };

const PATH = '/v1/audio/speech';
const BOUNDS = { timeoutMs: 60_000, memoryBytes: 1_000_000_000, outputBytes: 50_000_000 };

/** Speaks a text: the bytes of a sound file. Throws if the voice is not there, does not answer or says nothing. */
export async function speak(text: string, voice: Voice, { service, packaged }: Voices): Promise<Uint8Array> {
  if (voice === 'service') {
    if (!service) throw new Error('There is no speech service any more.');
    return askService(text, service);
  }
  if (!packaged) throw new Error('The packaged voice is missing.');
  return speakHere(text, packaged);
}

async function askService(text: string, { url, key, model, voice }: VoiceService): Promise<Uint8Array> {
  const response = await fetch(serviceUrl(url, PATH), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, voice, input: text, response_format: 'wav' }),
    signal: AbortSignal.timeout(BOUNDS.timeoutMs),
  });
  // its body may repeat what was sent
  if (!response.ok || !response.body) throw new Error(`The speech service answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > BOUNDS.outputBytes) throw new Error('The speech service answered with more than a sound.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** eSpeak NG, run as a program. It reads the text from its standard input, so that text is never an argument. SSML needs `-m`, and stays off. */
async function speakHere(text: string, program: FoundProgram): Promise<Uint8Array> {
  const data = program.dataDir === null ? [] : [`--path=${program.dataDir}`];
  const command = commandLine(program, 'espeak-ng', [
    ...data,
    '-v',
    'en-us',
    '-s',
    '155',
    '-p',
    '42',
    '-b',
    '1',
    '--stdin',
    '--stdout',
  ]);
  const { end, output } = await runBounded(command, BOUNDS, { input: text, account: unprivilegedAccount(['nobody']) });
  if (end !== 'done') throw new Error('The packaged voice did not speak.');
  return output;
}
