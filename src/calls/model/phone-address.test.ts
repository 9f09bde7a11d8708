import { expect, test } from 'vitest';
import { isDialable } from './phone-address.ts';

test.each([
  'sip:bakery-102@203.0.113.7:5060',
  'sip:203.0.113.7:49152',
  'sip:aX9%20_.!~*()=+$?@203.0.113.7:5060;transport=tcp;line=abc123',
  'sips:102@[2001:db8::7]:5061;ob',
  'sip:102@127.0.0.1:5060;over=tls;rinstance=0b1c',
])('%s is dialled unchanged', (contact) => {
  expect(isDialable(contact, false)).toBe(true);
});

test.each([
  ['a host by name', 'sip:+19005550100@carrier.example:5060'],
  ['no port', 'sip:102@203.0.113.7'],
  ['another scheme', 'tel:+19005550100'],
  ['another endpoint', 'sip:102&PJSIP/911@trunk-1@203.0.113.7:5060'],
  ['a slash', 'sip:1/2@203.0.113.7:5060'],
  ['a comma', 'sip:1,2@203.0.113.7:5060'],
  ['a line break', 'sip:102@203.0.113.7:5060\r\nX-Evil: 1'],
  ['two addresses', 'sip:102@203.0.113.7:5060@198.51.100.1:5060'],
  ['a variable', 'sip:${EXTEN}@203.0.113.7:5060'],
  ['headers', 'sip:102@203.0.113.7:5060?Route=%3Csip:198.51.100.1%3E'],
  ['another address to send to', 'sip:102@203.0.113.7:5060;maddr=198.51.100.1'],
  ['another address that it was received from', 'sip:102@203.0.113.7:5060;received=198.51.100.1'],
  ['a quoted parameter', 'sip:102@203.0.113.7:5060;line="a"'],
  ['nothing', ''],
])('%s is not dialled', (_, contact) => {
  expect(isDialable(contact, false)).toBe(false);
});

test('a phone that must encrypt is only called over TLS', () => {
  expect(isDialable('sip:102@203.0.113.7:5061;over=tls', true)).toBe(true);
  for (const contact of ['sip:102@203.0.113.7:5060', 'sip:102@203.0.113.7:5060;over=tcp'])
    expect(isDialable(contact, true)).toBe(false);
});
