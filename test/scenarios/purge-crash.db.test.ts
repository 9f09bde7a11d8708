import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createPurgeFixtures,
  expectNothingLeft,
  type FullTenant,
  type PurgeFixtures,
  RETENTION_OVER,
  SEEDED_FILES,
} from './purge-fixtures.ts';

const LONG = process.env.LONG === '1';
const program = path.resolve(import.meta.dirname, '../programs/purge.ts');

let fixtures: PurgeFixtures;
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
});
afterAll(() => fixtures.close());

/** Purges in a separate process that dies just before the given step, or completes. */
async function purgeUntil(tenant: FullTenant, step: number): Promise<{ killed: boolean; steps: number }> {
  const child = spawn(
    process.execPath,
    [program, fixtures.database.urls.worker, fixtures.dataDir, tenant.id, String(step)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said = text(child.stdout);
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  const answer = await said;
  return { killed: signal === 'SIGKILL', steps: answer === '' ? 0 : (JSON.parse(answer) as { steps: number }).steps };
}

async function cancelled(calls: number): Promise<FullTenant> {
  const tenant = await fixtures.fullTenant({ calls });
  await fixtures.cancel(tenant, RETENTION_OVER);
  return tenant;
}

/** Expects complete counts of deleted data, and one notice to the partner, however often the purge was killed. */
async function expectOnce(tenant: FullTenant, calls: number): Promise<void> {
  await expectNothingLeft(fixtures, tenant);
  const manifests = await fixtures.query<{ content: { removed: Record<string, number>; files: number } }>(
    "select content from manifests where tenant_id = $1 and kind = 'purge'",
    [tenant.id],
  );
  expect(manifests.map(({ content }) => ({ calls: content.removed.calls, files: content.files }))).toEqual([
    { calls, files: SEEDED_FILES },
  ]);
  const count = async (query: string): Promise<unknown> => (await fixtures.query(query, [tenant.id]))[0]!.n;
  expect(await count('select count(*)::int as n from tombstones where tenant_id = $1')).toBe(1);
  expect(
    await count("select count(*)::int as n from audit_events where tenant_id = $1 and action = 'tenant.purged'"),
  ).toBe(1);
  expect(await count("select count(*)::int as n from mails where occasion like 'purged:' || $1 || ':%'")).toBe(1);
}

describe('a purge that is killed with SIGKILL', () => {
  test('at any step, is completed by the next one', { timeout: 1_800_000 }, async () => {
    const whole = await cancelled(1500);
    const { steps } = await purgeUntil(whole, 0);
    await expectOnce(whole, 1500);
    expect(steps).toBeGreaterThan(100);

    const every = LONG ? 1 : Math.ceil(steps / 12);
    for (let step = 1; step <= steps; step += every) {
      const tenant = await cancelled(1500);
      expect(await purgeUntil(tenant, step)).toMatchObject({ killed: true });
      await fixtures.purge(tenant.id);
      await expectOnce(tenant, 1500);
    }
  });

  test('repeatedly, still completes', async () => {
    const calls = LONG ? 50_000 : 5000;
    const tenant = await cancelled(calls);
    let kills = 0;
    // each try gets a little further
    while ((await purgeUntil(tenant, 25 + (LONG ? 3 : 15) * kills)).killed) kills++;
    expect(kills).toBeGreaterThan(LONG ? 20 : 3);
    await expectOnce(tenant, calls);
  });
});
