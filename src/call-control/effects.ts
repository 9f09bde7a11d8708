import { reportCut } from '../calls/admission/extending.ts';
import { idOf } from '../calls/model/call.ts';
import { type CallProgress, savePath } from '../calls/records/call-records.ts';
import { DESTINATIONS } from '../destinations.ts';
import { isCallCap } from '../limits/cap-contract.ts';
import { setByPhone } from '../star-codes/by-phone.ts';
import { admissionEffects, type AdmissionOptions } from './admission-effects.ts';
import { dialogOf, perform, type Request } from './ari/ari.ts';
import type { FlowEffects } from './flows.ts';
import type { BusyStates } from './lamps/busy-states.ts';
import type { HoldMusicLoader } from './music/hold-music.ts';
import type { PaidTime } from './paid-time.ts';
import type { Recorders } from './recording/recorders.ts';
import type { Recordings } from './recording/recordings.ts';
import type { CallEffects, SaveCommand } from './runner/call-effects.ts';
import type { TrunkGuard } from './trunk-guard.ts';
import type { Voicemail } from './voicemail.ts';
import type { LivePartiesWriter } from './writing/live-parties.ts';
import type { WriteBehind } from './writing/write-behind.ts';

export type EffectsOptions = AdmissionOptions & {
  writeBehind: WriteBehind<CallProgress>;
  request: Request;
  guard: TrunkGuard;
  parties: LivePartiesWriter;
  busyStates: Pick<BusyStates, 'onStep'>;
  recordings: Recordings;
  music: Pick<HoldMusicLoader, 'classOf'>;
  voicemail: Voicemail;
  recorders: Recorders;
  flows: FlowEffects;
  serviceCalls: CallEffects['serviceCalls'];
  paidTime: PaidTime;
};

/** The effects of calls: admission in the database, commands in Asterisk, and background writes. */
export function callEffects(options: EffectsOptions): CallEffects {
  const { db, writeBehind, request, guard, busyStates, parties, recordings, music, voicemail, recorders } = options;
  const { flows, serviceCalls, paidTime, log } = options;
  function onEnd({
    facts: { id, tenantId, direction },
    cause,
    reason,
  }: Extract<SaveCommand, { type: 'saveEnd' }>): void {
    log.info({ call: id, tenant: tenantId, direction, cause }, 'call ended');
    recorders.onEnd(id);
    paidTime.onEnd(id);
    if (tenantId && isCallCap(reason)) writeBehind.write(id, () => reportCut(db, tenantId, reason, new Date()));
  }
  return {
    ...admissionEffects(options),
    serviceCalls,
    dialogOf: (channel) => dialogOf(request, channel),
    perform(command) {
      guard.onCommand(command);
      return perform(request, command, { mediaOf: recordings.mediaOf, musicOf: music.classOf });
    },
    askMailbox: voicemail.ask,
    async saveSetting(command) {
      try {
        return await setByPhone(db, command, DESTINATIONS, new Date());
      } catch (err) {
        log.error({ err, tenant: command.tenantId }, 'a setting that a phone dialled could not be saved');
        return { kind: 'refused', reason: 'unavailable' };
      }
    },
    noteMessage: voicemail.note,
    checkMessage: voicemail.check,
    storeMessage: voicemail.store,
    save(command) {
      const { facts } = command;
      if (command.type === 'savePath') return writeBehind.write(facts.id, () => savePath(db, facts, command.path));
      writeBehind.writeRow(facts.id, command);
      if (command.type === 'saveEnd') onEnd(command);
    },
    loadFlows: flows.load,
    askFlow: flows.ask,
    reportFlow: flows.report,
    onStep(call) {
      parties.onStep(call);
      busyStates.onStep(call);
      recorders.onStep(call);
      paidTime.onStep(call);
    },
    now: () => new Date().toISOString(),
    log: (err, call) => log.error({ err, call: idOf(call), scene: call.scene.kind }, 'an error in a call'),
  };
}
