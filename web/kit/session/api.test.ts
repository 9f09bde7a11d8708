import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../../src/platform/http/endpoint.ts';
import { ApiError, errorText, makeKeys, newKey, onSignedOut } from './api.ts';
import { addressOf, call } from './call.ts';

const respond = (status: number, body: string) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status })),
  );
const problem = (status: number, code: string, more = {}) =>
  respond(status, JSON.stringify({ type: 'about:blank', title: 'x', status, detail: 'Because.', code, ...more }));

afterEach(() => void vi.unstubAllGlobals());

const listTenants = endpoint({
  id: 'listTenants',
  method: 'GET',
  path: '/tenants',
  scope: 'partner',
  permission: 'tenants.read',
  summary: '',
  description: '',
  query: z.object({ search: z.string(), sort: z.string(), cursor: z.string(), limit: z.number() }),
  response: z.object({}),
});
const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/session',
  scope: 'self',
  permission: 'anyone',
  summary: '',
  description: '',
});
const suspend = endpoint({
  id: 'suspend',
  method: 'POST',
  path: '/tenants/{tenantId}/suspend',
  scope: 'record',
  permission: 'tenants.write',
  summary: '',
  description: '',
  body: z.object({ reason: z.string() }),
  response: z.object({}),
  headers: ['If-Match'],
});

describe('a URL', () => {
  test('contains the parameters and leaves out empty ones', () => {
    const query = { search: 'a b&c', sort: undefined, cursor: '', limit: 50 };
    expect(addressOf(listTenants, { query })).toBe('/api/v1/tenants?search=a+b%26c&limit=50');
    expect(addressOf(suspend, { params: { tenantId: 'a/b' } })).toBe('/api/v1/tenants/a%2Fb/suspend');
  });
});

describe('responses', () => {
  test('a problem becomes an error with its code, fields and additional data', async () => {
    problem(409, 'wrong_status', { errors: [{ path: 'status', message: 'No.' }], allowed: ['ACTIVE'] });
    await expect(call(listTenants)).rejects.toMatchObject({
      status: 409,
      code: 'wrong_status',
      message: 'Because.',
      errors: [{ path: 'status', message: 'No.' }],
      extra: { allowed: ['ACTIVE'] },
    });
  });

  test('a proxy’s page becomes our own error', async () => {
    respond(502, '<h1>Bad Gateway</h1>');
    await expect(call(listTenants)).rejects.toMatchObject({ status: 502, code: 'unavailable' });
    respond(502, '{"code":"ECONNREFUSED","error":"Bad Gateway"}');
    await expect(call(listTenants)).rejects.toMatchObject({ status: 502, code: 'unavailable' });
  });

  test('no connection is status 0', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    await expect(call(listTenants)).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  test('an interrupted or unreadable response counts as none', async () => {
    for (const body of [new ReadableStream({ pull: (stream) => stream.error(new Error('cut')) }), '{"id":'] as const) {
      vi.stubGlobal(
        'fetch',
        vi.fn(async () => new Response(body, { status: 201 })),
      );
      await expect(call(listTenants)).rejects.toMatchObject({ status: 0, code: 'unreachable' });
    }
  });

  test('a signed-out response has no error text, because the page asks to sign in', () => {
    expect(errorText(new ApiError(401, 'unauthenticated', 'Sign in first.'))).toBeNull();
    expect(errorText(new ApiError(409, 'prefix_taken', 'Taken.'))).toBe('Taken.');
    expect(errorText(new TypeError('x is undefined'))).toContain('went wrong');
  });

  test('an empty response is undefined', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(null, { status: 204 })),
    );
    await expect(call(signOut)).resolves.toBeUndefined();
  });

  test('sends the version as If-Match, the key as Idempotency-Key, and the body as JSON', async () => {
    respond(200, '{}');
    await call(suspend, { params: { tenantId: '1' }, body: { reason: 'fraud' }, ifMatch: 7, key: 'k1' });
    const [url, sent] = vi.mocked(fetch).mock.calls[0]!;
    expect(url).toBe('/api/v1/tenants/1/suspend');
    expect(sent).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{"reason":"fraud"}' });
    expect(sent?.headers).toMatchObject({
      'if-match': '"7"',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    });
  });

  test('listeners are notified of an ended session, not of a wrong password', async () => {
    const listener = vi.fn();
    const stop = onSignedOut(listener);
    problem(401, 'wrong_credentials');
    await expect(call(listTenants)).rejects.toThrow('Because.');
    expect(listener).not.toHaveBeenCalled();
    problem(401, 'unauthenticated');
    await expect(call(listTenants)).rejects.toThrow('Because.');
    expect(listener).toHaveBeenCalledOnce();
    stop();
  });
});

describe('keys', () => {
  const counting = () => {
    let count = 0;
    return makeKeys(() => `key ${++count}`);
  };

  test('stay the same until there is a response', () => {
    const keys = counting();
    const first = keys.keyFor({ name: 'a' });
    keys.answered(new ApiError(0, 'unreachable', ''));
    expect(keys.keyFor({ name: 'a' })).toBe(first);
    keys.answered(new ApiError(503, 'unavailable', ''));
    expect(keys.keyFor({ name: 'a' })).toBe(first);
    keys.answered(new ApiError(409, 'idempotency_running', ''));
    expect(keys.keyFor({ name: 'a' })).toBe(first);
    keys.answered(new TypeError('after the answer'));
    expect(keys.keyFor({ name: 'a' })).toBe(first);
  });

  test('can be made where the page came over plain HTTP', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const [one, two] = [newKey(), newKey()];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(two).not.toBe(one);
  });

  test('are new for another request, after a refusal and after success', () => {
    const keys = counting();
    const first = keys.keyFor({ name: 'a' });
    const second = keys.keyFor({ name: 'b' });
    expect(second).not.toBe(first);
    keys.answered(new ApiError(409, 'prefix_taken', ''));
    const third = keys.keyFor({ name: 'b' });
    expect(third).not.toBe(second);
    keys.answered(null);
    expect(keys.keyFor({ name: 'b' })).not.toBe(third);
  });
});
