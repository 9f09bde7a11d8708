import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { asTenantReads, EVENT_KINDS } from './rules.ts';

/** The kinds of all actions recorded anywhere in the source: `'did.routed'` in code, `'session.opened'` in a database function. */
function recordedKinds(): Set<string> {
  const root = path.resolve(import.meta.dirname, '../..');
  const read = (folder: string, name: RegExp, action: RegExp) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => name.test(file) && !file.includes('.test.'))
      .flatMap((file) => [...readFileSync(path.join(root, folder, file), 'utf8').matchAll(action)])
      .map((match) => match[1]!);
  return new Set([
    ...read('src', /\.ts$/, /(?:action: |eventOf\(|record\([^']*)'([\w-]+)\.[\w-]+'/g),
    ...read('migrations', /\.sql$/, /'(session|invitation|password|second-factor)\.[\w-]+'/g),
  ]);
}

describe('the kinds of events', () => {
  test('contain every recorded kind exactly once', () => {
    const recorded = recordedKinds();
    expect(recorded.size).toBeGreaterThan(10);
    expect(Object.values(EVENT_KINDS).flat().toSorted(), 'EVENT_KINDS has each recorded kind once').toEqual(
      [...recorded].toSorted(),
    );
  });
});

describe('an event as the tenant’s users read it', () => {
  const event = {
    action: 'tenant.suspended',
    actor: { role: 'partner_admin', email: 'nora@northwind.example' },
    before: { status: 'ACTIVE' },
    after: { status: 'SUSPENDED', note: 'Pays late again.', overrideReason: 'Ours.' },
    ip: '192.0.2.1',
  };
  test('shows the partner’s actor and action, without notes and IP address', () => {
    expect(asTenantReads(event)).toEqual({ ...event, after: { status: 'SUSPENDED' }, ip: null });
    expect(asTenantReads({ ...event, after: null }).after).toBeNull();
  });
  test('shows that limits were set, without the values', () => {
    const born = {
      ...event,
      action: 'tenant.created',
      before: null,
      after: { name: 'Bakery', limits: { maxDids: 4 } },
    };
    expect(asTenantReads(born).after).toEqual({ name: 'Bakery' });
    const saved = { ...event, action: 'limits.saved', before: { maxDids: 4 }, after: { maxDids: 9 } };
    expect(asTenantReads(saved)).toMatchObject({ action: 'limits.saved', before: {}, after: {} });
  });
  test('shows everything about the tenant’s own actions', () => {
    const own = { ...event, actor: { ...event.actor, role: 'tenant_admin' } };
    expect(asTenantReads(own)).toBe(own);
  });
});
