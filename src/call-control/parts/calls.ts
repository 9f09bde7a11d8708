import { extendLeg } from '../../calls/admission/extending.ts';
import { hasAnotherAttempt } from '../../calls/scenes/dialling.ts';
import type { WebClient } from '../../platform/http-client/client.ts';
import type { TrunkKeeper } from '../../trunks/trunk-keeper.ts';
import type { AsteriskAccess } from '../ari/asterisk-access.ts';
import type { ControlOptions } from '../control-options.ts';
import { callEffects } from '../effects.ts';
import { openFlowEffects } from '../flows.ts';
import { countFreeChannels } from '../free-channels.ts';
import { openPaidTime, type PaidTime } from '../paid-time.ts';
import { CallRunner } from '../runner/call-runner.ts';
import { openServiceCallEffects, type ServiceCalls } from '../service-calls.ts';
import { openTrunkGuard, type TrunkGuard } from '../trunk-guard.ts';
import type { Writers } from '../writing/writers.ts';
import type { Phones } from './phones.ts';
import type { Sounds } from './sounds.ts';

/** The calls, and what ends or moves them by itself. */
export type RunningCalls = {
  runner: CallRunner;
  guard: TrunkGuard;
  paidTime: PaidTime;
  serviceCalls: ServiceCalls;
};

export type CallParts = {
  asterisk: AsteriskAccess;
  writers: Writers;
  trunks: TrunkKeeper;
  phones: Phones;
  sounds: Sounds;
  web: WebClient;
};

/** Guard and paid time send events to the calls, whose effects they are part of. So they look the runner up later. */
export function openCalls({ db, secretKey, log }: ControlOptions, parts: CallParts): RunningCalls {
  const { asterisk, writers, trunks, phones, sounds, web } = parts;
  const { node, request } = asterisk;
  const { writeBehind, parties } = writers;
  const { storage, recordings, music, voicemail, recorders } = sounds;
  const { watch } = trunks;
  const guard = openTrunkGuard({
    watch,
    hasAnother: (leg) => runner.all().some(({ call }) => hasAnotherAttempt(call, leg)),
    giveUp(leg, cause) {
      log.warn({ leg }, 'a trunk does not respond; trying the next one');
      void request('DELETE', `channels/${leg}?reason_code=${cause}`).catch(() => {});
    },
  });
  const paidTime = openPaidTime({
    extend: (leg, at) => extendLeg(db, leg, at),
    send: (callId, event) => void runner.send(callId, event),
    log: (err, { callId }) => log.warn({ err, call: callId }, 'the time of a call could not be reserved; trying again'),
  });
  const serviceCalls = openServiceCallEffects({
    db,
    storage,
    node,
    recordings,
    writeLater: writeBehind.write,
    isWritten: writeBehind.has,
    log,
  });
  const freeChannels = (): number =>
    countFreeChannels(
      runner.all().map(({ call }) => call),
      asterisk.requireConnection().audioChannels,
    );
  const runner = new CallRunner(
    callEffects({
      db,
      writeBehind,
      request,
      isOverloaded: asterisk.isOverloaded,
      node,
      freeChannels,
      watch,
      guard,
      busyStates: phones.keys.states,
      parties,
      recordings,
      music,
      voicemail,
      recorders,
      flows: openFlowEffects({ db, web, secretKey }, log),
      serviceCalls,
      paidTime,
      log,
    }),
  );
  return { runner, guard, paidTime, serviceCalls };
}
