import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseMessage, type SipMessage } from './message.ts';
import { Transactions } from './transactions.ts';

const parse = (firstLine: string, cseq: string): SipMessage => {
  const lines = [firstLine, 'Via: SIP/2.0/UDP 127.0.0.1:6001;branch=z9hG4bK1', 'Call-ID: a', `CSeq: ${cseq}`, '', ''];
  return parseMessage(Buffer.from(lines.join('\r\n'))) ?? expect.fail('no message');
};
const response = (status: number, cseq: string) => parse(`SIP/2.0 ${status} Whatever`, cseq);
const request = (method: string) => parse(`${method} sip:a@b SIP/2.0`, `1 ${method}`);

let sent: string[];
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
});
afterEach(() => void vi.useRealTimers());
const open = (repeats = true) => new Transactions((text) => void sent.push(text), repeats);
const sentWithin = (ms: number): number => {
  const before = sent.length;
  vi.advanceTimersByTime(ms);
  return sent.length - before;
};

test('a request without a response is sent again after 0.5, 1.5, 3.5 s and then every 4 s, for 32 s', () => {
  open().request('a 1 REGISTER', 'REGISTER');
  expect(sent).toEqual(['REGISTER']);
  expect([499, 1, 999, 1, 2000, 4000, 24_000, 60_000].map(sentWithin)).toEqual([0, 1, 0, 1, 1, 1, 6, 0]);
});

test.each([
  ['REGISTER', 100, true],
  ['REGISTER', 200, false],
  ['REGISTER', 401, false],
  ['INVITE', 100, false],
  ['INVITE', 486, false],
])('a %s that got %i is sent again: %s', (method, status, again) => {
  const phone = open();
  phone.request(`a 1 ${method}`, method);
  expect(phone.isNew(response(status, `1 ${method}`))).toBe(true);
  expect(sentWithin(60_000) > 0).toBe(again);
});

test('a response to another request does not end the repetition', () => {
  const phone = open();
  phone.request('a 2 REGISTER', 'REGISTER');
  phone.isNew(response(200, '1 REGISTER'));
  expect(sentWithin(500)).toBe(1);
});

test('a final response to an INVITE is sent again until the ACK; a provisional one, or one to another request, is not', () => {
  const phone = open();
  phone.respond(request('INVITE'), false, '180');
  phone.respond(request('BYE'), true, '200 to BYE');
  expect(sentWithin(60_000)).toBe(0);
  phone.respond(request('INVITE'), true, '486');
  expect(sentWithin(1500)).toBe(2);
  expect(phone.isNew(request('ACK'))).toBe(true);
  expect(sentWithin(60_000)).toBe(0);
});

test('a request that comes again gets the same response again, and is not new', () => {
  const phone = open();
  expect(phone.isNew(request('NOTIFY'))).toBe(true);
  expect(phone.isNew(request('NOTIFY'))).toBe(false);
  expect(sent).toEqual([]);
  phone.respond(request('NOTIFY'), true, '200');
  expect(phone.isNew(request('NOTIFY'))).toBe(false);
  expect(sent).toEqual(['200', '200']);
});

test('a final response to an INVITE that comes again gets the ACK again, and is not new', () => {
  const phone = open();
  phone.request('a 1 INVITE', 'INVITE');
  expect(phone.isNew(response(200, '1 INVITE'))).toBe(true);
  phone.complete('a 1 INVITE', 'ACK');
  expect(phone.isNew(response(200, '1 INVITE'))).toBe(false);
  expect(sent).toEqual(['INVITE', 'ACK', 'ACK']);
});

test('nothing is sent again on a connection, and nothing once the phone is closed', () => {
  const connected = open(false);
  connected.request('a 1 REGISTER', 'REGISTER');
  const closed = open();
  closed.request('a 1 REGISTER', 'REGISTER');
  closed.close();
  expect(sentWithin(60_000)).toBe(0);
});
