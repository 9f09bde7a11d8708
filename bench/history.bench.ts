import { request, startBenchEnv, type BenchEnv } from './bench-env.ts';
import { type BigHistory, CALLS, fillHistory } from './big-history.ts';
import { median, percentile, print } from './measure.ts';

const TIMES = 40;
const WITHIN_MS = 50;

/** A filter as the API takes it, and the condition of the bare query for the same page. */
type Filter = { query: string; condition: string; order?: 'asc' | 'desc' };

const filters = ({ busyExtension, quietExtension }: BigHistory): Record<string, Filter> => {
  const of = (id: string) =>
    `(extension_id = '${id}' or called_extension_id = '${id}' or answered_extension_id = '${id}')`;
  const number = (digits: string) => `(from_number like '%${digits}%' or to_number like '%${digits}%')`;
  const month = "admitted_at >= '2025-03-01' and admitted_at < '2025-04-01'";
  const inMonth = 'from=2025-03-01T00:00:00Z&to=2025-04-01T00:00:00Z';
  return {
    all: { query: '', condition: 'true' },
    oldest: { query: 'sort=startedAt', condition: 'true', order: 'asc' },
    missed: { query: 'outcome=missed', condition: "outcome = 'missed'" },
    'two outcomes': { query: 'outcome=busy,refused', condition: "outcome in ('busy', 'refused')" },
    'no such outcome': { query: 'outcome=voicemail', condition: "outcome = 'voicemail'" },
    in: { query: 'direction=inbound', condition: "direction = 'inbound'" },
    'internal, refused': {
      query: 'direction=internal&outcome=refused',
      condition: "direction = 'internal' and outcome = 'refused'",
    },
    emergency: { query: 'emergency=true', condition: 'emergency' },
    month: { query: inMonth, condition: month },
    'month, missed': { query: `${inMonth}&outcome=missed`, condition: `${month} and outcome = 'missed'` },
    'busy extension': { query: `extensionId=${busyExtension}`, condition: of(busyExtension) },
    'quiet extension': { query: `extensionId=${quietExtension}`, condition: of(quietExtension) },
    'quiet extension, none': {
      query: `extensionId=${quietExtension}&outcome=voicemail`,
      condition: `${of(quietExtension)} and outcome = 'voicemail'`,
    },
    'busy extension, none': {
      query: `extensionId=${busyExtension}&outcome=voicemail`,
      condition: `${of(busyExtension)} and outcome = 'voicemail'`,
    },
    'whole number': { query: 'number=%2B12125550101', condition: number('12125550101') },
    'area code': { query: 'number=646', condition: number('646') },
    'four digits': { query: 'number=4711', condition: number('4711') },
    'seven digits': { query: 'number=5551234', condition: number('5551234') },
    'no such number': { query: 'number=%2B441632960961', condition: number('441632960961') },
    'four digits, missed, a month': {
      query: `number=4711&outcome=missed&${inMonth}`,
      condition: `${number('4711')} and outcome = 'missed' and ${month}`,
    },
    'four digits, busy extension': {
      query: `number=4711&extensionId=${busyExtension}`,
      condition: `${number('4711')} and ${of(busyExtension)}`,
    },
  };
};

/** A page of a tenant's five million calls by each filter, over HTTP. The peer is the bare query for the rows of the page, without the total. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    const history = await fillHistory(bench);
    const [ours, peers, slow]: [number[], number[], string[]] = [[], [], []];
    for (const [name, filter] of Object.entries(filters(history))) {
      const times = await measurePages(bench, history, filter);
      const peer = await measureQuery(bench, history, filter);
      ours.push(median(times));
      peers.push(peer);
      const p95 = percentile(times, 95);
      console.log(
        `  ${name.padEnd(30)} p50 ${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, bare ${peer.toFixed(1)} ms`,
      );
      if (p95 > WITHIN_MS) slow.push(`${name} ${p95.toFixed(0)} ms`);
    }
    print({
      name: 'history',
      figure: median(ours),
      peer: median(peers),
      unit: 'ms',
      goal: `p95 <= ${WITHIN_MS} ms with any filter`,
      met: slow.length === 0,
      noisy: false,
      note: slow.length === 0 ? `${ours.length} filters, ${CALLS} calls` : `above: ${slow.join(', ')}`,
    });
    await measureWriting(bench, history);
  } finally {
    await bench.close();
  }
}

async function measurePages(
  { origin, cookie }: BenchEnv,
  { tenantId }: BigHistory,
  { query }: Filter,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const begun = performance.now();
    const { status, body } = await request(`${origin}/api/v1/tenants/${tenantId}/calls?${query}`, {
      headers: { cookie },
    });
    times.push(performance.now() - begun);
    if (status !== 200) throw new Error(`${status} ${body.slice(0, 500)}`);
  }
  return times;
}

async function measureQuery(
  { superuser }: BenchEnv,
  { tenantId }: BigHistory,
  { condition, order = 'desc' }: Filter,
): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const begun = performance.now();
    await superuser.query(
      `select * from calls where tenant_id = '${tenantId}' and ${condition} order by admitted_at ${order}, id ${order} limit 51`,
    );
    times.push(performance.now() - begun);
  }
  return median(times);
}

/** The cost of the history's indexes when a hundred calls are written at once, as call control does. */
async function measureWriting({ superuser }: BenchEnv, { tenantId }: BigHistory): Promise<void> {
  const write = async (): Promise<number> => {
    const times: number[] = [];
    for (let n = 0; n < 30; n++) {
      const begun = performance.now();
      await superuser.query(
        `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, answered_at, ended_at, cause)
         select gen_random_uuid(), $1, 'outbound', false, '+12125550101', '+1646' || (1000000 + 1000 * $2 + n)::text,
           (select id from extensions where tenant_id = $1 and number = '1001'), now(), now(), now(), 16 from generate_series(1, 100) n`,
        [tenantId, n],
      );
      times.push(performance.now() - begun);
    }
    return median(times);
  };
  const figure = await write();
  await superuser.query(
    'drop index calls_by_outcome, calls_of_extension, calls_to_extension, calls_answered_elsewhere, calls_in_emergency, calls_by_number',
  );
  const peer = await write();
  const goal = '<= 20 ms more';
  print({ name: 'history: 100 calls written', figure, peer, unit: 'ms', goal, met: figure - peer <= 20, noisy: false });
}
