import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { authorization } from '../test/sip/digest.ts';
import type { Address } from '../test/sip/message.ts';
import { RawPhone } from '../test/sip/raw-phone.ts';
import { compare, percentile, print } from './measure.ts';
import { countUdpErrors, newFleet } from './phones.ts';
import { asteriskMemory, edgeMemory } from './processes.ts';
import { startBenchProduct } from './product.ts';

const PACKETS = 100_000;
const FLOOD_MS = 15_000;
/** The pause between registrations of the legitimate phone. */
const PAUSE_MS = 20;
const SCANNER = '127.0.0.70';
const PHONE = { sipUsername: 'flood-100', password: 'bench' };

/** How long a legitimate phone waits for a REGISTER while 100,000 hostile packets arrive in 15 s. The peer is the same without them. */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    await newFleet(product, 'flood');
    await using phone = await RawPhone.open({ ...PHONE, server: product.sip, repeats: false });
    await registerFor(phone, 2000);
    const lost = countUdpErrors(product.sip.port);
    const memory = () => [asteriskMemory(product.dataDir), edgeMemory(product.dataDir)];
    const before = sum(memory());
    const guessed: number[] = [];
    const memories: string[] = [];
    const failed = { count: 0 };
    const ours = async (): Promise<number> => {
      const flood = sendHostile(product.sip.port);
      const guessing = guesses(product.sip, FLOOD_MS);
      const waited = await registerFor(phone, FLOOD_MS, failed);
      await flood;
      guessed.push((await guessing) / (FLOOD_MS / 1000));
      memories.push(
        memory()
          .map((megabytes) => megabytes.toFixed(0))
          .join(' + '),
      );
      return percentile(waited, 95);
    };
    const quiet = async (): Promise<number> => percentile(await registerFor(phone, 5000, failed), 95);
    const result = await compare({ ours, peer: quiet });
    const after = sum(memory());
    const note = `${failed.count} not answered, ${lost()}`;
    print({
      ...result,
      name: 'flood: good REGISTER p95',
      unit: 'ms',
      goal: '<= 2',
      met: result.figure <= 2 * result.peer,
      note,
    });
    print({
      name: 'flood: memory',
      figure: after,
      peer: before,
      unit: 'MB',
      goal: '<= 1.2',
      met: after <= 1.2 * before,
      noisy: false,
      note: `Asterisk + edge after each flood: ${memories.join(', ')}`,
    });
    const rate = Math.max(...guessed.slice(1));
    print({
      name: 'flood: guesses answered',
      figure: rate,
      peer: 1,
      unit: '/s',
      goal: '<= 1.2',
      met: rate <= 1.2,
      noisy: false,
    });
  } finally {
    await product.close();
  }
}

async function registerFor(phone: RawPhone, ms: number, failed = { count: 0 }): Promise<number[]> {
  const waited: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end; await delay(PAUSE_MS)) {
    const begun = performance.now();
    const answer = await phone.register([`Contact: ${phone.contact}`]).catch(() => undefined);
    waited.push(performance.now() - begun);
    if (answer?.status !== 200) failed.count++;
  }
  return waited;
}

async function sendHostile(port: number): Promise<void> {
  const program = path.join(import.meta.dirname, 'hostile-sender.ts');
  const sender = spawn(process.execPath, [program, String(port), String(PACKETS), String(FLOOD_MS)], {
    stdio: 'inherit',
  });
  await once(sender, 'exit');
}

/** How many password guesses of a scanner get a response, if it guesses again after each response or after 100 ms. */
async function guesses(server: Address, ms: number): Promise<number> {
  await using scanner = await RawPhone.open({ ...PHONE, server, host: SCANNER, repeats: false });
  const uri = `sip:${server.host}:${server.port}`;
  const challenged = await scanner.ask({ method: 'REGISTER' }).catch(() => undefined);
  const challenge = challenged?.header('WWW-Authenticate') ?? 'realm="phones", nonce="none"';
  const end = performance.now() + ms;
  let answered = scanner.received.length;
  const first = answered;
  while (performance.now() < end) {
    const signed = authorization(challenge, 'REGISTER', uri, { ...PHONE, password: String(Math.random()) });
    void scanner.ask({ method: 'REGISTER', headers: [signed] }).catch(() => {});
    const waitUntil = performance.now() + 100;
    while (scanner.received.length === answered && performance.now() < waitUntil) await delay(5);
    answered = scanner.received.length;
  }
  return answered - first;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
