import type { Purpose, ServiceCall } from '../../../src/service-calls/contract.ts';

type Words = { text: string; tone: 'info' | 'warning' | 'error' };
const info = (text: string): Words => ({ text, tone: 'info' });
const warning = (text: string): Words => ({ text, tone: 'warning' });

const ANSWERED: Record<Purpose, string> = {
  flow_test: 'The draft is playing. Hang up to end it.',
  recording: 'Speak after the tone. Press # or hang up when you’re done.',
};
const DONE: Record<Purpose, string> = {
  flow_test: 'The call has ended.',
  recording: 'Recorded. It is being converted for phones.',
};

/** Describes the state of a call to a phone, or why it failed. */
export function wordsOf({ purpose, state, outcome }: Pick<ServiceCall, 'purpose' | 'state' | 'outcome'>): Words {
  switch (state) {
    case 'waiting':
      return info('Calling…');
    case 'ringing':
      return info('The phone is ringing. Pick it up.');
    case 'answered':
      return info(ANSWERED[purpose]);
    case 'ended':
      switch (outcome) {
        case 'done':
        case null:
          return info(DONE[purpose]);
        case 'busy':
          return warning('The phone is busy or can’t take calls now.');
        case 'no_answer':
          return warning('Nobody picked up.');
        case 'unreachable':
          return warning('No phone of this extension can be reached.');
        case 'nothing_recorded':
          return warning('Nothing was recorded.');
        case 'refused':
          return warning('No calls are possible now.');
        case 'failed':
          return { text: 'The call could not be made. Try again.', tone: 'error' };
      }
  }
}
