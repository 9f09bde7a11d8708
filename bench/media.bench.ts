import { setTimeout as delay } from 'node:timers/promises';
import { type Echoed, EchoedCalls } from '../test/sip/echoed-calls.ts';
import { type FarEnd, type LoadRow, openFarEnd } from '../test/sip/load.ts';
import type { Address } from '../test/sip/message.ts';
import { until } from '../test/until.ts';
import { type HeldCall, holdCall } from './held-calls.ts';
import { median, print } from './measure.ts';
import {
  addPlainDialplan,
  addPlainRecording,
  callers,
  type Fleet,
  newFleet,
  PLAIN,
  PLAIN_RECORDED,
  registerCallees,
} from './phones.ts';
import { startPlainAsterisk } from './plain-asterisk.ts';
import { asteriskSeconds, controlSeconds } from './processes.ts';
import { type Product, startBenchProduct } from './product.ts';

/** `MEDIA_CALLS=30 npm run bench -- media` is a short run, to see that it works: one climb, to that many calls. */
const MOST = process.env['MEDIA_CALLS'] === undefined ? null : Number(process.env['MEDIA_CALLS']);
/** Numbers of simultaneous calls to try; a climb stops when echoes come back late. */
const LADDER = [10, 20, 30, 40, 50, 60, 75, 90, 110, 130, 160, 190, 230, 280].filter((rung) => rung <= (MOST ?? rung));
const CLIMBS = MOST === null ? 3 : 1;
/** Pause between two set-ups, so that setting up calls does not disturb the measurement. */
const PAUSE_MS = 40;
/** Cost per call is measured at this rung even if it does not hold: a busy machine holds fewer calls, but each costs the same. */
const COST_RUNG = 30;
/** Long enough for the regular checks of all calls: each is asked for its packets every 30 s. */
const COST_MS = 30_000;
const SETTLE_MS = 1000;
const LISTEN_MS = 4000;
/** Share of packets that must come back in time. */
const HELD = 0.99;

type Side = { server: Address; rows: LoadRow[]; folder: string };
/** `carries`: the number of calls whose media takes all the time of one processor, by what Asterisk and call control use without calls and with some. */
type Climb = { held: number; carries: number };

/**
 * How many calls with two-way audio we carry, plain and recorded, against the same phones on a separate Asterisk with a plain dialplan. The two sides
 * climb alternately.
 */
export async function run(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const product = await startBenchProduct();
  stack.defer(() => product.close());
  const beside = stack.use(await startPlainAsterisk(product));
  const far = stack.use(await openFarEnd(product.sip, [], { echoes: true }));
  const fleet = await newFleet(product, 'bench');
  await registerCallees(product, fleet, far.port);
  await addPlainDialplan(beside, fleet);
  await addPlainRecording(beside, fleet);
  await product.call('PATCH', `/tenants/${fleet.tenantId}/recording-settings`, {
    announce: false,
    confirmLawful: true,
  });
  for (const recorded of [false, true]) {
    const ours = { server: product.sip, rows: callers(fleet), folder: product.dataDir };
    const rows = callers(fleet, recorded ? PLAIN_RECORDED : PLAIN);
    const plain = { server: beside.sip, rows, folder: beside.dataDir };
    await record(product, fleet, recorded);
    const climbs = { ours: [] as Climb[], plain: [] as Climb[] };
    for (let n = 0; n < CLIMBS; n++) {
      climbs.ours.push(await climb(ours));
      await until('the recordings', () => areFinished(product), 120_000, 200);
      climbs.plain.push(await climb(plain));
    }
    report(recorded, climbs, await echoAlone(far, Math.max(...climbs.plain.map(({ held }) => held))));
  }
}

function report(recorded: boolean, climbs: Record<'ours' | 'plain', Climb[]>, alone: Echoed): void {
  const all = (side: keyof typeof climbs, of: keyof Climb) => climbs[side].map((each) => each[of]);
  const name = recorded ? 'media, recorded' : 'media';
  const goal = '>= 0.95';
  const [held, peersHeld] = [median(all('ours', 'held')), median(all('plain', 'held'))];
  const percent = ((100 * alone.inTime) / alone.sent).toFixed(1);
  const lists = `climbs ${all('ours', 'held').join(' ')} against ${all('plain', 'held').join(' ')}`;
  print({
    name,
    figure: held,
    peer: peersHeld,
    unit: 'calls',
    goal,
    met: held >= 0.95 * peersHeld,
    noisy: isNoisy(all('plain', 'held')),
    note: `${lists}; without any Asterisk ${percent} % of the peer’s most came back in time`,
  });
  const [ours, peer] = [median(all('ours', 'carries')), median(all('plain', 'carries'))];
  print({
    name: `${name}: a processor’s`,
    figure: ours,
    peer,
    unit: 'calls',
    goal,
    met: ours >= 0.95 * peer,
    noisy: isNoisy(all('plain', 'carries')),
    note: `by the processor time of ${COST_RUNG} calls and of none`,
  });
}

const isNoisy = (values: number[]): boolean => (Math.max(...values) - Math.min(...values)) / median(values) > 0.25;

/** The echo of this many flows without anything in between, to validate the generator. */
async function echoAlone({ soundPort }: FarEnd, flows: number): Promise<Echoed> {
  await using sound = new EchoedCalls();
  for (let n = 0; n < flows; n++) (await sound.open()).speak({ host: '127.0.0.1', port: soundPort });
  await delay(SETTLE_MS);
  return await sound.measure(LISTEN_MS);
}

async function climb(side: Side): Promise<Climb> {
  await using sound = new EchoedCalls();
  const calls: HeldCall[] = [];
  const climbed: Climb = { held: 0, carries: Number.NaN };
  try {
    const idle = await share(side);
    let isHeld = true;
    for (const rung of LADDER) {
      if (!isHeld && rung > COST_RUNG) break;
      while (calls.length < rung) {
        calls.push(await holdCall(side.server, side.rows[calls.length % side.rows.length]!, sound));
        await delay(PAUSE_MS);
      }
      await delay(SETTLE_MS);
      isHeld &&= (await isHeard(sound)) || (await isHeard(sound));
      if (rung === COST_RUNG) climbed.carries = (1 - idle) / (((await share(side)) - idle) / rung);
      if (isHeld) climbed.held = rung;
    }
    return climbed;
  } finally {
    await Promise.all(calls.map((call) => call.end()));
  }
}

/** The share of one processor that Asterisk and call control use now. */
async function share({ folder }: Side): Promise<number> {
  const used = () => asteriskSeconds(folder) + controlSeconds(folder);
  const [before, begun] = [used(), performance.now()];
  await delay(COST_MS);
  return ((used() - before) * 1000) / (performance.now() - begun);
}

/** Whether enough packets come back in time. */
async function isHeard(sound: EchoedCalls): Promise<boolean> {
  const { sent, inTime } = await sound.measure(LISTEN_MS);
  return inTime >= HELD * sent;
}

const record = ({ superuser }: Product, { tenantId }: Fleet, on: boolean) =>
  superuser.query('update extensions set record_calls = $2 where tenant_id = $1', [tenantId, on]);

async function areFinished({ superuser }: Product): Promise<boolean> {
  const { rows } = await superuser.query("select from recordings where state = 'recording' limit 1");
  return rows.length === 0;
}
