import { expect, test } from 'vitest';
import { ShortMessages } from './short-messages.ts';

const line = (second: string, direction: 'S' | 'R', callId: string, cseq: string, text: string) =>
  `2026-11-23\t18:58:36.0\t${second}\t${direction}\t${callId}\tCSeq:${cseq}\t${text}\n`;

test('a message log gives, for each call, when it was sent, how it was answered and which side ended it', () => {
  const log = [
    line('10.000', 'S', 'a', '1 INVITE', 'INVITE sip:2@h SIP/2.0'),
    line('10.001', 'R', 'a', '1 INVITE', 'SIP/2.0 401 Unauthorized'),
    line('10.002', 'S', 'a', '1 ACK', 'ACK sip:2@h SIP/2.0'),
    line('10.003', 'S', 'a', '2 INVITE', 'INVITE sip:2@h SIP/2.0'),
    line('10.004', 'R', 'a', '2 INVITE', 'SIP/2.0 100 Trying'),
    line('10.005', 'S', 'a', '2 INVITE', 'INVITE sip:2@h SIP/2.0'),
    line('10.010', 'S', 'b', '1 INVITE', 'INVITE sip:2@h SIP/2.0'),
    line('10.050', 'R', 'a', '2 INVITE', 'SIP/2.0 200 OK'),
    line('10.060', 'R', 'b', '1 INVITE', 'SIP/2.0 183 Session Progress'),
    line('10.500', 'R', 'a', '7 INVITE', 'INVITE sip:1@h SIP/2.0'),
    line('11.000', 'R', 'a', '10 BYE', 'BYE sip:1@h SIP/2.0'),
    line('11.001', 'S', 'a', '10 BYE', 'SIP/2.0 200 OK'),
    '2026-11-23\t18:5',
  ].join('');
  const messages = new ShortMessages();
  for (const piece of log.match(/[^]{1,37}/g) ?? []) messages.take(piece);
  expect(messages.calls()).toEqual([
    { callId: 'a', sentAt: 10_003, finalStatus: 200, finalAt: 10_050, endedAt: 11_000, byeFrom: 'them' },
    { callId: 'b', sentAt: 10_010, earlyMediaAt: 10_060, finalStatus: 0 },
  ]);
});
