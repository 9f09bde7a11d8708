import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { until } from '../../../test/until.ts';
import { type IncidentReporter, openIncidentReporter } from './incidents.ts';

let app: TestApp;
let dataDir: string;
let reporter: IncidentReporter;
let lines: string[];
beforeEach(async () => {
  app = await createTestApp();
  dataDir = mkdtempSync(path.join(tmpdir(), 'incidents-'));
  lines = [];
  reporter = openIncidentReporter(dataDir, (line) => void (line.startsWith('Details') || lines.push(line)));
});
afterEach(async () => {
  reporter.stop();
  rmSync(dataDir, { recursive: true });
  await app.close();
});

const report = (part: 'asterisk' | 'database', how: string): void =>
  reporter.report(part, { how, upMs: 1000, lastLines: [] });
const recorded = async (): Promise<string[]> =>
  (await app.query<{ reason: string }>('select reason from incidents order by last_at')).map(({ reason }) => reason);

test('an incident that the database refuses is logged, and the later ones are recorded', async () => {
  await app.query(`alter table incidents add check (reason <> 'exit 1')`);
  reporter.recordIn(app.db);
  report('asterisk', 'exit 1');
  report('database', 'exit 2');
  await until('the second', async () => (await recorded()).length === 1);
  expect(await recorded()).toEqual(['exit 2']);
  expect(lines).toEqual([
    expect.stringMatching(/^An incident \(asterisk: exit 1\) can’t be recorded: .*check constraint/),
  ]);
});

test('another failure is logged once, and the incident is recorded when it is over', async () => {
  await app.query(`create sequence attempts;
    create function fail() returns trigger language plpgsql security definer as
      $$ begin perform nextval('attempts'); raise exception 'out of order'; end $$;
    create trigger fail before insert on incidents for each row execute function fail()`);
  reporter.recordIn(app.db);
  report('asterisk', 'exit 1');
  await until(
    'two attempts',
    async () => (await app.query('select last_value from attempts'))[0]?.['last_value'] === '2',
  );
  expect(lines).toEqual(['Incidents can’t be recorded yet (out of order). Trying again.']);
  await app.query('drop trigger fail on incidents');
  await until('it', async () => (await recorded()).length === 1);
  expect(lines).toHaveLength(1);
});
