import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { readConfig } from '../platform/config.ts';
import { seedDemo } from './demo.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test('the demo seeds an empty database once, and Bakery has three days of calls', async () => {
  const config = readConfig({ DEMO_PASSWORD: 'demo', SECRET_KEY: 'k'.repeat(32), DATABASE_URL: 'postgres://unused' });
  const demo = await seedDemo(app.db, config);
  expect(demo).toMatchObject({ password: 'demo', flows: [{ flowId: expect.any(String) }] });
  expect(await seedDemo(app.db, config)).toBeNull();
  const calls = await app.query<{ direction: string; outcome: string; n: number }>(
    'select direction, outcome, count(*)::int as n from calls group by 1, 2 order by 1, 2',
  );
  expect(calls.map(({ direction, outcome }) => `${direction} ${outcome}`)).toEqual([
    'inbound answered',
    'inbound busy',
    'inbound missed',
    'internal answered',
    'internal no_answer',
    'internal refused',
    'outbound answered',
    'outbound refused',
  ]);
  const [times] = await app.query<{ ordered: boolean; past: boolean; days: number }>(
    `select bool_and(admitted_at <= coalesce(answered_at, admitted_at) and coalesce(answered_at, admitted_at) <= ended_at) as ordered,
       bool_and(ended_at < now()) as past, count(distinct admitted_at::date)::int as days from calls`,
  );
  expect(times).toEqual({ ordered: true, past: true, days: 3 });
});
