import { MAX_MEDIA_SECONDS } from '../../media/contract.ts';
import type { Admitted, Call, Scene } from '../model/call.ts';
import type { Event } from '../model/event.ts';
import { CAUSE } from '../rules.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';

type Recording = Scene<'recordingSound'>;

const playId = ({ facts, stage }: Pick<Recording, 'facts' | 'stage'>): string => `${facts.id}-${stage}`;

/** A phone was called to record a sound. It hears instructions and a tone. */
export function enter(call: Call, admitted: Admitted): Step {
  return say(call, { kind: 'recordingSound', ...admitted, stage: 'beginning' }, 'strowger/record/after-tone');
}

const say = (call: Call, scene: Recording, sound: string): Step =>
  act(call, scene, { type: 'play', channel: call.caller, id: playId(scene), sounds: [sound] });

export function on(call: Call, scene: Recording, event: Event, at: string): Step {
  const { facts, stage } = scene;
  switch (event.type) {
    case 'played':
      if (event.id !== playId(scene)) return stay(call);
      return stage === 'beginning' ? record(call, scene) : ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);
    case 'recorded': {
      if (event.id !== facts.id || stage !== 'recording') return stay(call);
      const { call: next, commands } = say(call, { ...scene, stage: 'leaving' }, 'strowger/record/thanks');
      return { call: next, commands: [[{ type: 'storeSound', facts }], ...commands] };
    }
    default:
      return stay(call);
  }
}

/** The recording ends by `#` or by hanging up, but not by silence, since the speaker may pause to think. */
const record = (call: Call, scene: Recording): Step =>
  act(
    call,
    { ...scene, stage: 'recording' },
    {
      type: 'record',
      channel: call.caller,
      id: scene.facts.id,
      maxSeconds: MAX_MEDIA_SECONDS,
      silenceSeconds: 0,
      beep: true,
    },
  );
