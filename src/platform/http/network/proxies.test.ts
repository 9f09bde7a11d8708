import { describe, expect, test } from 'vitest';
import { networkTest } from './networks.ts';
import { readProxies } from './proxies.ts';

test.each([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['10.0.0.5', ['10.0.0.5/32']],
  ['10.0.0.5, 192.168.0.0/16  2001:db8::/32', ['10.0.0.5/32', '192.168.0.0/16', '2001:db8::/32']],
  ['', []],
])('%j names %j', (text, networks) => expect(readProxies(text)).toEqual(networks));

test.each(['example.com', '10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/x', '0.0.0.0/0', '::/0'])(
  '%s is refused',
  (text) => expect(() => readProxies(text)).toThrow(text),
);

describe('a proxy', () => {
  const isProxy = networkTest(readProxies('loopback, 10.1.0.0/16, 2001:db8::7'));
  test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.1.2.3', '::ffff:10.1.2.3', '2001:db8::7'])(
    'is %s',
    (address) => expect(isProxy(address)).toBe(true),
  );
  test.each(['10.2.0.1', '203.0.113.9', '2001:db8::8', 'unknown', '', 'loopback'])('is not %s', (address) =>
    expect(isProxy(address)).toBe(false),
  );
});
