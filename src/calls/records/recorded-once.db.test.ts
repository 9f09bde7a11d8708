import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callEnd, callFacts } from '../../../test/call-facts.ts';
import { createTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { CallFacts } from '../model/call-facts.ts';
import { endLostCalls, saveEnd, saveProgress, saveStart } from './call-records.ts';

let app: TestApp;
let tenantId: string;

beforeAll(async () => {
  app = await createTestApp();
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  tenantId = (await createTenant(admin.call)).id;
});
afterAll(() => app.close());

const ANSWERED_AT = '2026-03-01T12:00:05.000Z';
const ENDED_AT = '2026-03-01T12:01:05.000Z';

/** What can happen to a call's rows, repeatedly and in any order. */
const HAPPENINGS = {
  /** the answer is saved */
  answer: (facts) => saveProgress(app.db, [{ type: 'saveAnswer', facts, at: ANSWERED_AT, answeredBy: null }]),
  /** the end, by the call control that saw the answer, if there was one */
  end: (facts) => saveEnd(app.db, facts, callEnd({ at: ENDED_AT })),
  /** the end of an answered call, by the call control that saw the answer */
  endOfTalk: (facts) => saveEnd(app.db, facts, callEnd({ answeredAt: ANSWERED_AT, at: ENDED_AT })),
  /** Asterisk was killed: it no longer has the call */
  lost: () => endLostCalls(app.db, 'node', () => false, new Date(Date.now() + 60_000)),
  /** PostgreSQL was killed before the live row was on the disk */
  forgotten: ({ id }) => app.query('delete from live_calls where id = $1', [id]),
} as const satisfies Record<string, (facts: CallFacts) => Promise<unknown>>;
type Happening = keyof typeof HAPPENINGS;

/** Whether the record says that the call was answered. It has what was known when it was first written. */
function isAnswered(happenings: readonly Happening[]): boolean {
  let live: 'ringing' | 'talking' | 'gone' = 'ringing';
  for (const one of happenings) {
    if (one === 'endOfTalk') return true;
    if (one === 'end' || (one === 'lost' && live !== 'gone')) return live === 'talking';
    if (one === 'forgotten') live = 'gone';
    if (one === 'answer' && live === 'ringing') live = 'talking';
  }
  return false;
}

test('a call has one record, whichever process dies and however often its end is saved', async () => {
  const names = fc.constantFrom(...(Object.keys(HAPPENINGS) as Happening[]));
  const property = fc.asyncProperty(fc.array(names, { maxLength: 7 }), async (before) => {
    const facts = callFacts({ id: newId(), tenantId, direction: 'inbound', extensionId: null, didId: null });
    await saveStart(app.db, facts, 'node', phoneArrival('102'));
    // in the end call control always saves the end
    const happenings = [...before, 'end' as const];
    for (const one of happenings) await HAPPENINGS[one](facts);
    expect(await app.query('select from live_calls where id = $1', [facts.id])).toEqual([]);
    const records = await app.query('select outcome, answered_at from calls where id = $1', [facts.id]);
    expect(records).toHaveLength(1);
    expect((records[0]!.outcome as string) === 'answered').toBe(isAnswered(happenings));
  });
  await fc.assert(property, { numRuns: 80, endOnFailure: true });
});
