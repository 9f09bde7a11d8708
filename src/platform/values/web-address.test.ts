import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, webAddressFault } from './web-address.ts';

const CLOSED =
  `127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 127.0.0.1. ①②⑦.⓪.⓪.① 0 0.0.0.0 10.0.0.1 10.255.255.255
100.64.0.1 100.127.255.255 169.254.169.254 2852039166 0xa9fea9fe 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1
192.168.1.1 192.168.257 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
[::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::7f00:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::ffff:a9fe:a9fe]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001::1] [2001:0:7f00:1::]
[2001:db8::1] [2001:2::1] [2001:10::1] [3fff::1] [fe80::1] [febf::1] [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1] [100::1] [4000::1]
localhost LOCALHOST localhost. a.localhost printer router.local metadata.google.internal db.internal pbx.lan`.split(
    /\s+/,
  );

test.each(CLOSED)('%s is refused', (host) => expect(webAddressFault(`https://${host}/calls`)).not.toBeNull());

test('there are 60 spellings and more', () => expect(CLOSED.length).toBeGreaterThanOrEqual(60));

test.each([
  'https://crm.example/calls',
  'http://crm.example',
  'https://crm.example:8443/?a=b',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
  'https://172.32.0.1/',
  'https://100.128.0.1/',
  'https://xn--bcher-kva.example/',
])('%s is allowed', (address) => expect(webAddressFault(address)).toBeNull());

test.each([
  'ftp://crm.example',
  'crm.example',
  'https://user:pass@crm.example',
  'https://crm.example:25',
  'http://crm.example:5060',
  'https://crm.example:5432',
  'file:///etc/passwd',
  '',
])('%s is refused', (address) => expect(webAddressFault(address)).not.toBeNull());

describe('property: no spelling of an address in a closed range is public', () => {
  const octet = fc.nat(255);
  const closed = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127, 224, 240, 255), octet, octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  );
  const hex = (high: number, low: number): string => (high * 256 + low).toString(16);
  test('for IPv4, and IPv4 in IPv6', () => {
    fc.assert(
      fc.property(closed, ([a, b, c, d]) => {
        const [dotted, groups] = [`${a}.${b}.${c}.${d}`, `${hex(a, b)}:${hex(c, d)}`];
        for (const address of [
          dotted,
          `::ffff:${dotted}`,
          `::${groups}`,
          `64:ff9b::${groups}`,
          `2002:${groups}::1`,
          `::ffff:0:${groups}`,
        ])
          expect(isPublicAddress(address), address).toBe(false);
        for (const host of [
          dotted,
          `${((a * 256 + b) * 256 + c) * 256 + d}`,
          `0x${hex(a, b)}${hex(c, d).padStart(4, '0')}`,
        ])
          expect(webAddressFault(`http://${host}/`), host).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});

test.each(['', 'crm.example', '1.2.3', '256.1.1.1', 'fe80::1%eth0', '2606:4700::1%0'])(
  '%s is not a public address',
  (text) => expect(isPublicAddress(text)).toBe(false),
);
