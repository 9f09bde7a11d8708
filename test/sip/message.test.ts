import { expect, test } from 'vitest';
import { audioAddress, cue, cueHeaders, parseMessage, parseParty, reversed, userPart } from './message.ts';

const invite = [
  'INVITE sip:+12025550100@127.0.0.1:5060 SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1:6001;branch=z9hG4bK2',
  'Via: SIP/2.0/UDP 127.0.0.1:6000;branch=z9hG4bK1',
  'From: "Ada Lovelace" <sip:101@127.0.0.1>;tag=1',
  'To: <sip:+12025550100@127.0.0.1>',
  'Call-ID: abc',
  'CSeq: 2 INVITE',
  '',
  'v=0\r\nc=IN IP4 127.0.0.9\r\nm=audio 4000 RTP/AVP 0 101\r\n',
].join('\r\n');
const parse = (text: string) => parseMessage(Buffer.from(text))!;

test('a request is parsed: method, URI, headers in any case, audio address', () => {
  const message = parse(invite);
  expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:+12025550100@127.0.0.1:5060', callId: 'abc' });
  expect(message.status).toBeUndefined();
  expect(message.headers('via')).toHaveLength(2);
  expect(audioAddress(message)).toEqual({ host: '127.0.0.9', port: 4000 });
});

test('a response is parsed: status and method', () => {
  const message = parse('SIP/2.0 487 Request Terminated\r\nCall-ID: abc\r\nCSeq: 2 INVITE\r\n\r\n');
  expect(message).toMatchObject({ status: 487, cseqMethod: 'INVITE', method: undefined });
  expect(audioAddress(message)).toBeUndefined();
});

test('a keep-alive is not a message', () => {
  expect(parseMessage(Buffer.from('\r\n\r\n'))).toBeUndefined();
});

test('a From header gives a name and a number', () => {
  expect(parseParty('"Ada Lovelace" <sip:101@h>;tag=1')).toMatchObject({ name: 'Ada Lovelace', number: '101' });
  expect(parseParty('Ada <sip:101@h>')).toMatchObject({ name: 'Ada', number: '101' });
  expect(parseParty('<sip:+1202@h;user=phone>')).toMatchObject({ name: '', number: '+1202' });
  expect(parseParty('sip:101@h;tag=1')).toMatchObject({ name: '', number: '101' });
  expect(userPart('sip:%2A98@h')).toBe('*98');
});

test('a cue repeats the headers that the scenario needs', () => {
  const text = cue('ANSWER', cueHeaders(parse(invite)), { 'X-Audio-Port': '4444' });
  const back = parseMessage(text)!;
  expect(back).toMatchObject({ method: 'ANSWER', callId: 'abc', cseqMethod: 'INVITE' });
  expect(back.headers('Via')).toEqual(parse(invite).headers('Via'));
  expect(back.header('X-Audio-Port')).toBe('4444');
  expect(reversed(cueHeaders(back)).from).toBe('<sip:+12025550100@127.0.0.1>');
});
