import { afterEach, describe, expect, it, vi } from 'vitest';
import { address, api, ApiError, makeKeys, newKey, onSignedOut, errorText } from './api.ts';

const answer = (status: number, body: string) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status })),
  );
const problem = (status: number, code: string, more = {}) =>
  answer(status, JSON.stringify({ type: 'about:blank', title: 'x', status, detail: 'Because.', code, ...more }));

afterEach(() => void vi.unstubAllGlobals());

describe('address', () => {
  it('leaves out what is empty', () => {
    expect(address('/tenants', { search: 'a b&c', sort: undefined, cursor: '', limit: 50 })).toBe(
      '/api/v1/tenants?search=a+b%26c&limit=50',
    );
    expect(address('/tenants')).toBe('/api/v1/tenants');
  });
});

describe('answers', () => {
  it('a problem becomes an error with its code, its fields and what the code promises', async () => {
    problem(409, 'wrong_status', { errors: [{ path: 'status', message: 'No.' }], allowed: ['ACTIVE'] });
    await expect(api.get('/tenants')).rejects.toMatchObject({
      status: 409,
      code: 'wrong_status',
      message: 'Because.',
      errors: [{ path: 'status', message: 'No.' }],
      extra: { allowed: ['ACTIVE'] },
    });
  });

  it('a page of a proxy becomes words of ours', async () => {
    answer(502, '<h1>Bad Gateway</h1>');
    await expect(api.get('/tenants')).rejects.toMatchObject({ status: 502, code: 'unavailable' });
  });

  it('no connection is status 0', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    await expect(api.get('/tenants')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('an answer that broke off, or that cannot be read, is no answer', async () => {
    for (const body of [new ReadableStream({ pull: (stream) => stream.error(new Error('cut')) }), '{"id":'] as const) {
      vi.stubGlobal(
        'fetch',
        vi.fn(async () => new Response(body, { status: 201 })),
      );
      await expect(api.post('/tenants')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
    }
  });

  it('that nobody is signed in is not said where the pages ask to sign in', () => {
    expect(errorText(new ApiError(401, 'unauthenticated', 'Sign in first.'))).toBeNull();
    expect(errorText(new ApiError(409, 'prefix_taken', 'Taken.'))).toBe('Taken.');
    expect(errorText(new TypeError('x is undefined'))).toContain('went wrong');
  });

  it('an empty answer is nothing', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(null, { status: 204 })),
    );
    await expect(api.delete('/session')).resolves.toBeUndefined();
  });

  it('the version goes as If-Match, the key as Idempotency-Key, the body as JSON', async () => {
    answer(200, '{}');
    await api.post('/tenants', { body: { name: 'Bakery' }, ifMatch: 7, key: 'k1' });
    const [url, sent] = vi.mocked(fetch).mock.calls[0]!;
    expect(url).toBe('/api/v1/tenants');
    expect(sent).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{"name":"Bakery"}' });
    expect(sent?.headers).toMatchObject({
      'if-match': '"7"',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    });
  });

  it('only an ended session is told to the listeners, not a wrong password', async () => {
    const listener = vi.fn();
    const stop = onSignedOut(listener);
    problem(401, 'wrong_credentials');
    await expect(api.post('/session')).rejects.toThrow('Because.');
    expect(listener).not.toHaveBeenCalled();
    problem(401, 'unauthenticated');
    await expect(api.get('/tenants')).rejects.toThrow('Because.');
    expect(listener).toHaveBeenCalledOnce();
    stop();
  });
});

describe('keys', () => {
  const counting = () => {
    let count = 0;
    return makeKeys(() => `key ${++count}`);
  };

  it('stays the same while no answer came', () => {
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

  it('can be made where the page came over plain HTTP', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const [one, two] = [newKey(), newKey()];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(two).not.toBe(one);
  });

  it('is new for something else, after a refusal and after success', () => {
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
