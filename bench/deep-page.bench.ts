import { fillTenants, startBenchEnv, request } from './bench-env.ts';
import { compare, median, print } from './measure.ts';

const PAGE = 1000;

/** Page 1,000 compared with page 1 of the same list, each requested 40 times. The note has the time with OFFSET. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    await fillTenants(bench, 100_000);
    const get = async (cursor: string): Promise<string> => {
      const { status, body } = await request(`${bench.origin}/api/v1/tenants?sort=name&limit=50${cursor}`, {
        headers: { cookie: bench.cookie },
      });
      if (status !== 200) throw new Error(body.slice(0, 200));
      return (JSON.parse(body) as { nextCursor: string }).nextCursor;
    };
    let deep = '';
    for (let page = 1; page < PAGE; page++) deep = `&cursor=${await get(deep)}`;
    const time = (cursor: string) => async () => {
      const times: number[] = [];
      for (let n = 0; n < 40; n++) {
        const begun = performance.now();
        await get(cursor);
        times.push(performance.now() - begun);
      }
      return median(times);
    };
    const { figure, peer, noisy } = await compare({ ours: time(deep), peer: time('') });
    const begun = performance.now();
    await bench.superuser.query(
      `select * from tenants where partner_id = $1 order by name collate "und-x-icu", id offset ${(PAGE - 1) * 50} limit 50`,
      [bench.partnerId],
    );
    const note = `OFFSET alone takes ${(performance.now() - begun).toFixed(0)} ms`;
    print({ name: 'deep-page', figure, peer, unit: 'ms', goal: '<= 1.50', met: figure / peer <= 1.5, noisy, note });
  } finally {
    await bench.close();
  }
}
