import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readConnection } from '../src/asterisk/connection.ts';
import { readWav } from '../src/platform/audio/wav.ts';
import { openStorage } from '../src/platform/db/storage.ts';
import { type CallLine, callFrom } from '../test/sip/desk-phone.ts';
import { RawPhone } from '../test/sip/raw-phone.ts';
import { until } from '../test/until.ts';
import { print } from './measure.ts';
import { callers, countUdpErrors, type Fleet, newFleet } from './phones.ts';
import { type Product, startBenchProduct } from './product.ts';

const MESSAGES = 100;
const VOICE = 440;
const SPOKEN_PACKETS = 150;
/** The pause between new calls, because this measures a hundred messages at once, not call set-up. */
const PAUSE_MS = 40;

/** A hundred callers leave a message in one mailbox and hang up at the same moment. The peer writes as many files to disk. */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    const fleet = await newFleet(product, 'bench');
    const { id: mailboxId } = (await product.call('POST', `/tenants/${fleet.tenantId}/mailboxes`, {
      number: '8000',
      name: 'Orders',
    })) as { id: string };
    const lost = countUdpErrors(product.sip.port);
    await using phones = new AsyncDisposableStack();
    const lines = await leaveMessages(product, fleet, phones);
    const begun = performance.now();
    await Promise.all(lines.map((line) => line.bye()));
    const ids = await until('all messages', () => stored(product, mailboxId), 60_000, 50);
    const figure = performance.now() - begun;
    const playable = await countPlayable(product, fleet, ids);
    const peer = await writeFiles(product.dataDir);
    const note = `${playable} of ${MESSAGES} playable, with what was said; ${lost()}`;
    const goal = `${MESSAGES} playable`;
    print({ name: 'voicemail', figure, peer, unit: 'ms', goal, met: playable === MESSAGES, noisy: false, note });
  } finally {
    await product.close();
  }
}

/** All record at the same time and speak for three seconds. */
async function leaveMessages(product: Product, fleet: Fleet, phones: AsyncDisposableStack): Promise<CallLine[]> {
  const lines: CallLine[] = [];
  for (const { sipUsername, password = '' } of callers(fleet).slice(0, MESSAGES)) {
    const phone = phones.use(await RawPhone.open({ sipUsername, password, server: product.sip }));
    lines.push(phones.use(await callFrom(phone, '8000', VOICE)));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const recording = path.join(readConnection(product.dataDir).spool, 'recording');
  await until('all recorders', async () => (await fs.readdir(recording)).length >= MESSAGES, 30_000, 50);
  const since = Date.now();
  await until('the speech', () => lines.every(({ media }) => media.heard(since).packets >= SPOKEN_PACKETS), 30_000, 50);
  return lines;
}

async function stored({ superuser }: Product, mailboxId: string): Promise<string[] | null> {
  const { rows } = await superuser.query<{ id: string }>('select id from voicemails where mailbox_id = $1', [
    mailboxId,
  ]);
  return rows.length === MESSAGES ? rows.map(({ id }) => id) : null;
}

/** The number of files with at least two and a half seconds of sound. */
async function countPlayable({ dataDir }: Product, { tenantId }: Fleet, ids: readonly string[]): Promise<number> {
  const storage = openStorage(dataDir);
  let playable = 0;
  for (const id of ids) {
    const file = await storage.open(tenantId, 'voicemails', `${id}.wav`);
    const sound = file && readWav(Buffer.concat(await file.read().toArray()));
    if (!sound || 'fault' in sound) continue;
    const loud = sound.channels[0]?.filter((sample) => Math.abs(sample) > 0.1).length ?? 0;
    if (loud > 1.5 * sound.rate) playable++;
  }
  return playable;
}

/** Writes as many files of the same size, one after the other, and syncs each. */
async function writeFiles(dataDir: string): Promise<number> {
  const content = randomBytes(56_000);
  const begun = performance.now();
  for (let n = 0; n < MESSAGES; n++) await fs.writeFile(path.join(dataDir, `peer-${n}`), content, { flush: true });
  return performance.now() - begun;
}
