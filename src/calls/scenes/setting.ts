import type { PhoneSetting } from '../../star-codes/contract.ts';
import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { ToSetting } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { CAUSE, FIRST_WORD_MS } from '../rules.ts';
import * as announcing from './announcing.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';

type Setting = Scene<'setting'>;

/**
 * A phone dialled a star code that changes a setting. The setting is saved first, and the caller then hears the result.
 */
export function enter(call: Call, admitted: Admitted, { setting }: ToSetting, at: string): Step {
  const scene: Setting = { kind: 'setting', ...admitted, setting, isOn: false, answer: null };
  const { tenantId, extensionId } = admitted.facts;
  if (tenantId === null || extensionId === null) return announcing.enter(call, 'unavailable', at, admitted);
  return act(call, scene, { type: 'saveSetting', tenantId, extensionId, setting });
}

export function on(call: Call, scene: Setting, event: Event, at: string): Step {
  switch (event.type) {
    case 'settingSaved':
      return event.result.kind === 'set'
        ? confirm(call, { ...scene, isOn: event.result.isOn }, at)
        : announcing.enter(call, event.result.reason, at, carried(scene));
    case 'elapsed':
      return event.timer === timerOf(call) ? say(call, scene) : stay(call);
    case 'played':
      return event.id === timerOf(call) ? ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at) : stay(call);
    default:
      return stay(call);
  }
}

/** Asterisk’s own sounds. */
const SOUNDS = { forward: 'call-forwarding', doNotDisturb: 'do-not-disturb' };

const timerOf = ({ caller }: Call): string => `setting-${caller}`;

/** Answers the call and waits until the phone has started its audio. */
function confirm(call: Call, scene: Setting, at: string): Step {
  return act(
    call,
    { ...scene, answer: { kind: 'seen', at } },
    { type: 'answer', channel: call.caller },
    { type: 'saveAnswer', facts: scene.facts, at, answeredBy: null },
    { type: 'wait', milliseconds: FIRST_WORD_MS, next: { type: 'elapsed', timer: timerOf(call) } },
  );
}

function say(call: Call, scene: Setting): Step {
  const sounds = wordsFor(scene.setting, scene.isOn);
  return act(call, scene, { type: 'play', channel: call.caller, id: timerOf(call), sounds });
}

function wordsFor({ kind }: PhoneSetting, isOn: boolean): string[] {
  if (kind === 'schedule') return [isOn ? 'strowger/now-open' : 'strowger/now-closed'];
  return [SOUNDS[kind], isOn ? 'activated' : 'de-activated'];
}
