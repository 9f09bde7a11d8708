import { expect, test } from 'vitest';
import type { CallDetail } from '../../src/calls/history/contract.ts';
import { timelineOf } from './call-timeline.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 28, 20, 0, seconds)).toISOString();
const desk = { id: 'd', number: '101', name: 'Counter' };
const kitchen = { id: 'k', number: '102', name: 'Kitchen' };

const call: CallDetail = {
  id: 'c',
  direction: 'inbound',
  emergency: false,
  from: '+12025550199',
  to: '+12125550101',
  extensionId: 'd',
  didId: 'n',
  didNumber: '+12125550101',
  extension: desk,
  calledExtension: null,
  answeredBy: kitchen,
  contactName: 'Harbor Dental',
  startedAt: at(0),
  answeredAt: at(26),
  flowAnsweredAt: null,
  endedAt: at(150),
  endedBy: 'caller',
  ringSeconds: 26,
  talkSeconds: 124,
  seconds: 124,
  outcome: 'answered',
  reason: null,
  charge: null,
  charges: [],
  cause: 16,
  endedAtNode: null,
  legs: [],
  path: [],
  recordingId: null,
  voicemailId: null,
};
const party = ({ id, number, name }: typeof desk) => ({ extensionId: id, number, name });
const texts = (of: Partial<CallDetail>): string[] => timelineOf({ ...call, ...of }).map(({ text }) => text);

test('describes the path of a call', () => {
  const path: CallDetail['path'] = [
    { event: 'rang', at: at(0), until: at(20), ...party(desk), result: 'no_answer' },
    { event: 'forwarded', at: at(20), ...party(desk), because: 'no_answer', to: '102' },
    { event: 'rang', at: at(20), until: at(26), ...party(kitchen), result: 'answered' },
  ];
  expect(texts({ path })).toEqual([
    'Harbor Dental called 101 Counter',
    'Counter rang for 20 s, nobody answered',
    'Counter forwarded the call to 102 (nobody answered)',
    'Kitchen answered after 6 s',
    'The call was ended by the caller after 2 min 4 s',
  ]);
  expect(timelineOf({ ...call, path }).map((one) => one.at)).toEqual([at(0), at(20), at(20), at(26), at(150)]);
});

test('describes the end of an unanswered call', () => {
  const missed = { answeredAt: null, answeredBy: null, talkSeconds: 0 };
  expect(texts({ ...missed, outcome: 'missed' }).at(-1)).toBe('The caller hung up');
  expect(texts({ ...missed, outcome: 'refused', reason: 'suspended' }).at(-1)).toBe(
    'The call was refused: Service suspended',
  );
  expect(texts({ ...missed, outcome: 'unreachable', reason: 'failed', endedBy: 'system' }).at(-1)).toBe(
    'The call ended: The connection failed',
  );
});

test('describes old calls without a recorded path', () => {
  expect(texts({ contactName: null })).toEqual([
    '(202) 555-0199 called 101 Counter',
    'The call was answered',
    'The call was ended by the caller after 2 min 4 s',
  ]);
});
