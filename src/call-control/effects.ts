import { isCallCap } from '../limits/cap-contract.ts';
import type { Logger } from 'pino';
import { admit, reroute } from '../calls/admission/admission.ts';
import { routeWithoutDatabase } from '../calls/routing/without-database.ts';
import { idOf } from '../calls/model/call.ts';
import * as records from '../calls/records/call-records.ts';
import type { Arrival, Decision } from '../calls/model/decision.ts';
import { refuse } from '../calls/routing/attempts.ts';
import { DESTINATIONS } from '../destinations.ts';
import { setByPhone } from '../star-codes/by-phone.ts';
import type { Db } from '../platform/db/db.ts';
import type { TrunkWatch } from '../trunks/watch.ts';
import { dialogOf, perform, type Request } from './ari/ari.ts';
import type { CallEffects, SaveCommand } from './runner/call-effects.ts';
import { reportCut } from '../calls/admission/extending.ts';
import type { PaidTime } from './paid-time.ts';
import type { FlowEffects } from './flows.ts';
import type { HoldMusicLoader } from './music/hold-music.ts';
import type { BusyStates } from './lamps/busy-states.ts';
import type { LivePartiesWriter } from './writing/live-parties.ts';
import type { Recordings } from './recording/recordings.ts';
import type { Recorders } from './recording/recorders.ts';
import { rankTrunks, type TrunkGuard } from './trunk-guard.ts';
import type { Voicemail } from './voicemail.ts';
import type { WriteBehind } from './writing/write-behind.ts';

export type EffectsOptions = {
  db: Db;
  writeBehind: WriteBehind<records.CallProgress>;
  request: Request;
  isOverloaded: () => boolean;
  node: () => string;
  /** the number of free channels (`free-channels.ts`) */
  freeChannels: () => number;
  watch: TrunkWatch;
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
  log: Logger;
};

/** How long a rerouted call waits for its pending writes. */
const WRITTEN_MS = 500;

/** The effects of calls: admission in the database, commands in Asterisk, and background writes. */
export function callEffects({
  db,
  writeBehind,
  request,
  isOverloaded,
  node,
  freeChannels,
  watch,
  guard,
  busyStates,
  parties,
  recordings,
  music,
  voicemail,
  recorders,
  flows,
  serviceCalls,
  paidTime,
  log,
}: EffectsOptions): CallEffects {
  function admitAndWriteLater(arrival: Arrival): Decision {
    const decision = routeWithoutDatabase(arrival);
    if (decision.kind === 'connect') {
      const { facts } = decision;
      const admittedBy = node();
      writeBehind.write(facts.id, async () => {
        await records.saveStart(db, facts, admittedBy, arrival);
        parties.rowsChanged(facts.tenantId);
      });
    } else if (decision.kind === 'refuse' && decision.record) {
      writeBehind.write(decision.record.id, () => records.saveRefusal(db, decision, arrival));
    }
    return decision;
  }
  function onEnd({
    facts: { id, tenantId, direction },
    cause,
    reason,
  }: Extract<SaveCommand, { type: 'saveEnd' }>): void {
    log.info({ call: id, tenant: tenantId, direction, cause }, 'call ended');
    recorders.onEnd(id);
    paidTime.onEnd(id);
    if (tenantId && isCallCap(reason)) writeBehind.write(id, () => reportCut(db, tenantId, reason));
  }
  return {
    async admit(arrival) {
      try {
        const options = { overloaded: isOverloaded(), freeChannels: freeChannels() };
        return rankTrunks(await admit(db, node(), arrival, options), watch);
      } catch (err) {
        log.error({ err, dialled: arrival.dialled }, 'admission failed');
        return admitAndWriteLater(arrival);
      }
    },
    async reroute(onward, after) {
      // A pending release of lines must not be applied to the lines that it takes now.
      const pending = [onward.journey.facts.id, ...(after === null ? [] : [after])];
      await Promise.all(pending.map((id) => writeBehind.flushCall(id, WRITTEN_MS)));
      try {
        return rankTrunks(await reroute(db, onward, freeChannels()), watch);
      } catch (err) {
        log.error({ err, call: onward.journey.facts.id }, 'a call could not be rerouted');
        return refuse('unavailable', onward.journey.facts);
      }
    },
    serviceCalls,
    dialogOf: (channel) => dialogOf(request, channel),
    perform(command) {
      guard.onCommand(command);
      return perform(request, command, { mediaOf: recordings.mediaOf, musicOf: music.classOf });
    },
    askMailbox: voicemail.ask,
    async saveSetting(command) {
      try {
        return await setByPhone(db, command, DESTINATIONS);
      } catch (err) {
        log.error({ err, tenant: command.tenantId }, 'a setting that a phone dialled could not be saved');
        return { kind: 'refused', reason: 'unavailable' };
      }
    },
    noteMessage: recordings.note,
    storeMessage: voicemail.store,
    save(command) {
      const { facts } = command;
      if (command.type === 'savePath')
        return writeBehind.write(facts.id, () => records.savePath(db, facts, command.path));
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
