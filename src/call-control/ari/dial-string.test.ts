import { expect, test } from 'vitest';
import { phoneTarget } from '../../../test/call-facts.ts';
import type { Target } from '../../calls/model/decision.ts';
import { dialString, endpointOf, isEncryptedPhone, trunkIdOf } from './dial-string.ts';

test('a phone is dialled at its contact, unchanged', () => {
  const contact = 'sip:aX9%20_.!~*()=+$?@203.0.113.7:5060;transport=tcp;line=abc123';
  expect(dialString(phoneTarget(contact, false))).toBe(`PJSIP/bakery-102/${contact}`);
});

test('a phone that must encrypt is dialled by its SRTP endpoint', () => {
  const contact = 'sip:102@203.0.113.7:5061;over=tls';
  expect(dialString(phoneTarget(contact, true))).toBe(`PJSIP/srtp-bakery-102/${contact}`);
  expect(isEncryptedPhone('PJSIP/srtp-bakery-102-0000000a')).toBe(true);
  expect(isEncryptedPhone('PJSIP/bakery-102-0000000a')).toBe(false);
});

test('a number is dialled through its trunk', () => {
  const target: Target = { kind: 'trunk', trunkId: 'one', number: '+12125559999', earlyMedia: true };
  expect(dialString(target)).toBe('PJSIP/+12125559999@trunk-one');
});

test('the endpoint of a channel names its trunk', () => {
  expect(trunkIdOf(endpointOf('PJSIP/trunk-01990000-0000-7000-8000-0000000000c1-00000003'))).toBe(
    '01990000-0000-7000-8000-0000000000c1',
  );
  expect(trunkIdOf('bakery-101')).toBeNull();
});
