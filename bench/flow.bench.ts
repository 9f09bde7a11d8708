import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { content, node } from '../test/flow-content.ts';
import { publishFlow, tone } from '../test/flow-fixture.ts';
import { RawPhone } from '../test/sip/raw-phone.ts';
import { compare, median, percentile, print } from './measure.ts';
import { addDialplan, callers, countUdpErrors, type Fleet, newFleet } from './phones.ts';
import { type Product, startBenchProduct } from './product.ts';
import { type PromptTiming, measurePrompt, promptFile } from './prompt-timing.ts';

const RATE = 20;
const CALLS = 100;
const FLOW = '500';
const PLAIN = '0500';
/** The same as our own lead-in, because a phone doesn't play sound before it has opened its audio. */
const LEAD_IN_MS = 200;

type Round = { p50: number; p95: number; whole: number };

/**
 * The time from ACK to the first audible sample of a flow's first prompt at 20 calls a second. The peer plays the same file with the same lead-in
 * from a plain dialplan.
 */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    const fleet = await newFleet(product, 'bench');
    await addPrompt(product, fleet);
    await using phones = new AsyncDisposableStack();
    const open: RawPhone[] = [];
    for (const { sipUsername, password = '' } of callers(fleet))
      open.push(phones.use(await RawPhone.open({ sipUsername, password, server: product.sip })));
    const rounds: Record<'ours' | 'peer', Round[]> = { ours: [], peer: [] };
    const side = (name: keyof typeof rounds, number: string) => async () => {
      const round = summary(await storm(open, number));
      rounds[name].push(round);
      return round.p50;
    };
    const lost = countUdpErrors(product.sip.port);
    const { noisy } = await compare({ ours: side('ours', FLOW), peer: side('peer', PLAIN) });
    const load = os.loadavg()[0] ?? 0;
    for (const [name, allowance] of [
      ['p50', 10],
      ['p95', 25],
    ] as const) {
      const of = (which: keyof typeof rounds) => median(rounds[which].slice(-5).map((round) => round[name]));
      const whole = (which: keyof typeof rounds) => rounds[which].reduce((sum, round) => sum + round.whole, 0);
      const all = rounds.ours.length * CALLS;
      const note = `first 300 ms whole in ${whole('ours')} of ${all}, peer ${whole('peer')}; ${lost()}; load ${load.toFixed(1)}`;
      const [figure, peer] = [of('ours'), of('peer')];
      const met = figure <= peer + allowance && whole('ours') === all;
      print({ name: `flow ${name}`, figure, peer, unit: 'ms', goal: `peer + ${allowance} ms`, met, noisy, note });
    }
  } finally {
    await product.close();
  }
}

/** Adds the same sound to a flow and to four lines of dialplan. */
async function addPrompt({ dataDir, superuser }: Product, { tenantId }: Fleet): Promise<void> {
  const play = node('play', 'play', { prompts: tone(440), exits: { next: 'end' } });
  await publishFlow({ app: superuser, folder: dataDir, tenantId }, content(play, node('hangUp', 'end')), {
    number: FLOW,
  });
  const media = path.join(dataDir, 'tenants', tenantId, 'media');
  for (const name of fs.readdirSync(media)) fs.writeFileSync(path.join(media, name), promptFile());
  const sound = path.join(dataDir, 'asterisk/prompt');
  fs.writeFileSync(`${sound}.wav`, promptFile());
  await addDialplan(dataDir, [
    '[phones](+)',
    // Answer(200) would wait for 500 ms, its minimum delay. Without a delay, it continues at the caller's first sound
    `exten => ${PLAIN},1,Answer()`,
    ` same => n,Wait(${LEAD_IN_MS / 1000})`,
    ` same => n,Playback(${sound})`,
    ' same => n,Hangup()',
  ]);
}

async function storm(phones: readonly RawPhone[], number: string): Promise<PromptTiming[]> {
  const calls: Promise<PromptTiming>[] = [];
  const begun = performance.now();
  for (let n = 0; n < CALLS; n++) {
    const wait = begun + (n * 1000) / RATE - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const phone = phones[n % phones.length];
    if (phone) calls.push(measurePrompt(phone, number));
  }
  return Promise.all(calls);
}

const summary = (heard: PromptTiming[]): Round => {
  const times = heard.map(({ afterMs }) => afterMs);
  return { p50: percentile(times, 50), p95: percentile(times, 95), whole: heard.filter(({ whole }) => whole).length };
};
