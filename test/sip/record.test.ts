import { expect, test } from 'vitest';
import { parseMessage } from './message.ts';
import { newRecord, observe, type CallRecord, type Party } from './record.ts';

const sdp = 'v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 0\r\n';

/** A line of a transcript: who sent it, its first line, its CSeq, and more headers. */
type Line = readonly [Party, string, string, ...string[]];

function replay(side: CallRecord['side'], lines: readonly Line[]): CallRecord {
  return lines.reduce((record, [from, first, cseq, ...more], index) => {
    const body = more.includes('sdp') ? sdp : '';
    const headers = [`CSeq: ${cseq}`, 'Call-ID: c', `Via: ${cseq}`, ...more.filter((header) => header !== 'sdp')];
    const message = parseMessage(Buffer.from([first, ...headers, '', body].join('\r\n')))!;
    return observe(record, from, message, 1000 + index);
  }, newRecord(side));
}

const invite: Line = ['us', 'INVITE sip:2@h SIP/2.0', '1 INVITE', 'sdp'];
const challenge: readonly Line[] = [
  ['them', 'SIP/2.0 401 Unauthorized', '1 INVITE'],
  ['us', 'ACK sip:2@h SIP/2.0', '1 ACK'],
  ['us', 'INVITE sip:2@h SIP/2.0', '2 INVITE', 'Authorization: Digest', 'sdp'],
];
const answer: readonly Line[] = [
  ['them', 'SIP/2.0 100 Trying', '2 INVITE'],
  ['them', 'SIP/2.0 180 Ringing', '2 INVITE'],
  ['them', 'SIP/2.0 200 OK', '2 INVITE', 'sdp'],
  ['us', 'ACK sip:2@h SIP/2.0', '2 ACK'],
];

test('a digest challenge does not end the call', () => {
  const record = replay('caller', [invite, ...challenge, ...answer]);
  expect(record).toMatchObject({
    phase: 'talking',
    statuses: [100, 180, 200],
    media: { port: 4000 },
    answeredAt: 1006,
  });
});

test('a second challenge counts as a refusal', () => {
  const again: Line[] = [
    ['them', 'SIP/2.0 401 Unauthorized', '2 INVITE'],
    ['us', 'ACK sip:2@h SIP/2.0', '2 ACK'],
  ];
  expect(replay('caller', [invite, ...challenge])).toMatchObject({ phase: 'busy' });
  expect(replay('caller', [invite, ...challenge, ...again])).toMatchObject({ phase: 'over', statuses: [401] });
});

test('early media and a refusal are recorded with the reason', () => {
  const record = replay('caller', [
    invite,
    ['them', 'SIP/2.0 183 Session Progress', '1 INVITE', 'sdp'],
    ['them', 'SIP/2.0 403 Forbidden', '1 INVITE', 'Reason: Q.850;cause=21'],
    ['us', 'ACK sip:2@h SIP/2.0', '1 ACK'],
  ]);
  expect(record).toMatchObject({
    phase: 'over',
    statuses: [183, 403],
    reasons: ['Q.850;cause=21'],
    earlyMediaAt: 1001,
    endedBy: 'them',
  });
  expect(record.answeredAt).toBeUndefined();
});

test.each(['us', 'them'] as const)('a BYE by %s ends the call when it is answered', (who) => {
  const other = who === 'us' ? 'them' : 'us';
  const talking = [invite, ...challenge, ...answer];
  const bye: Line = [who, 'BYE sip:2@h SIP/2.0', '10 BYE'];
  expect(replay('caller', [...talking, bye])).toMatchObject({ phase: 'busy', endedBy: who });
  const ended = replay('caller', [...talking, bye, [other, 'SIP/2.0 200 OK', '10 BYE']]);
  expect(ended).toMatchObject({ phase: 'over', endedBy: who, endedAt: 1008 });
});

test('a CANCEL while ringing ends the call unanswered', () => {
  const record = replay('caller', [
    invite,
    ['them', 'SIP/2.0 180 Ringing', '1 INVITE'],
    ['us', 'CANCEL sip:2@h SIP/2.0', '1 CANCEL'],
    ['them', 'SIP/2.0 200 OK', '1 CANCEL'],
    ['them', 'SIP/2.0 487 Request Terminated', '1 INVITE'],
    ['us', 'ACK sip:2@h SIP/2.0', '1 ACK'],
  ]);
  expect(record).toMatchObject({ phase: 'over', endedBy: 'us', statuses: [180, 487] });
  expect(record.answeredAt).toBeUndefined();
});

test('a CANCEL that crosses the answer does not end the call', () => {
  const record = replay('caller', [
    invite,
    ['us', 'CANCEL sip:2@h SIP/2.0', '1 CANCEL'],
    ['them', 'SIP/2.0 200 OK', '1 INVITE', 'sdp'],
    ['them', 'SIP/2.0 200 OK', '1 CANCEL'],
    ['us', 'ACK sip:2@h SIP/2.0', '1 ACK'],
  ]);
  expect(record).toMatchObject({ phase: 'talking', statuses: [200] });
  expect(record.endedBy).toBeUndefined();
});

test('after a re-INVITE from the other side, our BYE has the right From and To', () => {
  const record = replay('caller', [
    invite,
    ['them', 'SIP/2.0 200 OK', '1 INVITE', 'sdp'],
    ['us', 'ACK sip:2@h SIP/2.0', '1 ACK', 'From: us', 'To: them'],
    ['them', 'INVITE sip:1@h SIP/2.0', '7 INVITE', 'From: them', 'To: us'],
    ['us', 'SIP/2.0 200 OK', '7 INVITE', 'From: them', 'To: us', 'sdp'],
    ['them', 'ACK sip:1@h SIP/2.0', '7 ACK', 'From: them', 'To: us'],
  ]);
  expect(record).toMatchObject({ phase: 'talking', reinvites: 1, about: { from: 'us', to: 'them' } });
});

test('a re-INVITE is counted and may move the audio; a retransmitted INVITE is not counted', () => {
  const callee: Line[] = [
    ['them', 'INVITE sip:2@h SIP/2.0', '1 INVITE', 'sdp'],
    ['them', 'INVITE sip:2@h SIP/2.0', '1 INVITE', 'sdp'],
    ['us', 'SIP/2.0 200 OK', '1 INVITE', 'sdp'],
    ['them', 'ACK sip:2@h SIP/2.0', '1 ACK'],
  ];
  expect(replay('callee', callee)).toMatchObject({ phase: 'talking', reinvites: 0 });
  const moved = replay('callee', [...callee, ['them', 'INVITE sip:2@h SIP/2.0', '2 INVITE', 'sdp']]);
  expect(moved).toMatchObject({ phase: 'busy', reinvites: 1 });
});
