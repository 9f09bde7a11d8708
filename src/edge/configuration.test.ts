import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { EMERGENCY_ANYWHERE } from '../platform/numbers/reserved.ts';
import { selfSigned } from './certificate.ts';
import { edgeConfiguration, type EdgeSettings } from './configuration.ts';

const settings: EdgeSettings = {
  modulesDir: '/lib/modules',
  listening: { addresses: [{ address: '10.1.2.3', network: '10.1.2.3/32' }], primary: '10.1.2.3' },
  sipPort: 5060,
  tls: null,
  asteriskPort: 20_001,
  innerPort: 20_002,
  keysPort: 20_003,
  externalAddress: undefined,
  token: 'word',
  carrierToken: 'other',
  roundSeconds: 20,
};
const listens = (text: string) => text.split('\n').filter((line) => line.startsWith('listen='));

test('listens on the configured addresses, and on loopback for Asterisk', () => {
  expect(listens(edgeConfiguration(settings))).toEqual([
    'listen=udp:127.0.0.1:20002',
    'listen=tcp:127.0.0.1:20002',
    'listen=udp:10.1.2.3:5060',
    'listen=tcp:10.1.2.3:5060',
  ]);
  const secure = edgeConfiguration({ ...settings, tls: { port: 5061, certificate: '/c.pem', key: '/k.pem' } });
  expect(listens(secure)).toContain('listen=tls:10.1.2.3:5061');
  expect(secure).toContain('modparam("tls", "private_key", "/k.pem")');
});

test('sends from the address in the other side’s network', () => {
  const addresses = [
    { address: '203.0.113.5', network: '203.0.113.0/24' },
    { address: '10.1.2.3', network: '10.1.0.0/16' },
  ];
  const text = edgeConfiguration({ ...settings, listening: { addresses, primary: '203.0.113.5' } });
  expect(text).toContain('$var(a) = "203.0.113.5";');
  expect(text).toContain('if (is_in_subnet($var(d), "10.1.0.0/16")) $var(a) = "10.1.2.3";');
});

test('advertises the external address, except to private networks', () => {
  expect(edgeConfiguration(settings)).not.toContain('set_advertised_address');
  const text = edgeConfiguration({ ...settings, externalAddress: '198.51.100.1' });
  expect(text).toContain('set_advertised_address("198.51.100.1")');
  expect(text).toContain('is_in_subnet($var(d), "192.168.0.0/16")');
});

test('fills in every placeholder of the template', () => {
  expect(edgeConfiguration(settings)).not.toMatch(/[{]{2}|[}]{2}|undefined/);
});

test('treats calls to the emergency numbers of all countries as calls for help, however they are dialled, and few others', () => {
  const [, pattern = ''] = /\$rU =~ "([^"]+)"/.exec(edgeConfiguration(settings)) ?? [];
  const isHelp = (user: string) => new RegExp(pattern).test(user);
  const dialled = EMERGENCY_ANYWHERE.flatMap((digits) => [
    digits,
    `${digits}#`,
    `+${digits}`,
    `${digits};phone-context=+1`,
    `*67${digits}`,
    `%2331%23${digits}`,
    `9${digits}`,
    `0${digits}`,
    `1${digits}`,
    `91${digits}`,
  ]);
  expect([...dialled, '9112', '*67911', '0112'].filter((user) => !isHelp(user))).toEqual([]);
  expect(['101', '2125550115', '+33142685317', '2125550190', '*97'].filter(isHelp)).toEqual(['101']);
});

test('the self-signed certificate is valid for the address', () => {
  const { certificate } = selfSigned('192.0.2.1', new Date('2026-01-01'));
  const read = new X509Certificate(certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkIP('192.0.2.1')).toBe('192.0.2.1');
  expect(read.validToDate).toEqual(new Date('2036-01-01'));
});
