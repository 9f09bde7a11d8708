import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFarEnd, startLoad } from '../../sip/load.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture } from '../call-control-fixture.ts';

const RATE = 20;
const KILLS = 4;
/** Calls answered between two kills. */
const ANSWERED = 15;
/** More than are placed until the last kill, even on a slow machine. */
const MAX_CALLS = 4000;

let fixture: CallControlFixture;
beforeAll(async () => {
  fixture = await openCallControlFixture();
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

test(
  'each call has exactly one record when call control is killed repeatedly while calls are answered and end',
  {
    timeout: 240_000,
  },
  async () => {
    const tenant = await fixture.addTenant('storm', ['101', '102']);
    const [caller, callee] = [await tenant.credentials('101'), await tenant.credentials('102')];
    await using far = await openFarEnd(fixture.sip, [callee]);
    await using storm = await startLoad({
      scenario: 'storm-calling',
      server: fixture.sip,
      rate: RATE,
      calls: MAX_CALLS,
      rows: [{ ...caller, number: '102' }],
      holdMs: 300,
    });
    const answered = async () => (await storm.soFar()).byStatus[200] ?? 0;
    for (let n = 0; n < KILLS; n++) {
      const before = await answered();
      await until('calls to be answered', async () => (await answered()) >= before + ANSWERED);
      await fixture.control.kill('SIGKILL');
      await fixture.control.start();
    }
    const sent = (await storm.stop()).calls.length;
    // a leg that was created but not dialled before a kill ends half a minute after the take-over
    await fixture.callsToEnd(90_000);
    const [{ records } = { records: 0 }] = await fixture.app.query<{ records: number }>(
      'select count(*)::int as records from calls',
    );
    // the far end answers each dialled call; calls that arrived just before a kill may have ended before they were dialled
    const reached = (await far.soFar()).calls.length;
    expect(records).toBeGreaterThanOrEqual(reached);
    expect(records).toBeLessThanOrEqual(sent);
  },
);
