import { isCallCap } from '../limits/cap-contract.ts';
import type { Logger } from 'pino';
import { admit, admitWithoutDatabase, reroute } from '../calls/admission/admission.ts';
import { factsOf } from '../calls/model/call.ts';
import * as records from '../calls/records/call-records.ts';
import type { Arrival, Decision } from '../calls/model/decision.ts';
import { refuse } from '../calls/routing/attempts.ts';
import { DESTINATIONS } from '../destinations.ts';
import { setByPhone } from '../star-codes/by-phone.ts';
import type { Db } from '../platform/db/db.ts';
import type { TrunkWatch } from '../trunks/watch.ts';
import { dialogOf, perform, type Request } from './ari/ari.ts';
import type { CallEffects } from './call-runner.ts';
import { reportCut } from '../calls/admission/extending.ts';
import type { PaidTime } from './paid-time.ts';
import type { FlowEffects } from './flows.ts';
import type { HoldMusicLoader } from './hold-music.ts';
import type { BusyStates } from './lamps/busy-states.ts';
import type { LivePartiesWriter } from './live-parties.ts';
import type { Recordings } from './recording/recordings.ts';
import type { Recorders } from './recording/recorders.ts';
import { rankTrunks, type TrunkGuard } from './trunk-guard.ts';
import type { Voicemail } from './voicemail.ts';
import type { WriteBehind } from './write-behind.ts';

export type EffectsOptions = {
  db: Db;
  journal: WriteBehind<records.CallProgress>;
  request: Request;
  isOverloaded: () => boolean;
  node: () => string;
  /** how many channels are left (`audio-room.ts`) */
  room: () => number;
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

/** How long a call that is sent on waits for its pending writes. */
const WRITTEN_MS = 500;

/** The effects of calls: admission in the database, commands in Asterisk, and what is written of a call behind its back. */
export function callEffects({
  db,
  journal,
  request,
  isOverloaded,
  node,
  room,
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
    const decision = admitWithoutDatabase(arrival);
    if (decision.kind === 'connect') {
      const { facts } = decision;
      const admittedBy = node();
      journal.write(facts.id, async () => {
        await records.saveStart(db, facts, admittedBy, arrival);
        parties.rowsChanged(facts.tenantId);
      });
    } else if (decision.kind === 'refuse' && decision.record) {
      journal.write(decision.record.id, () => records.saveRefusal(db, decision, arrival));
    }
    return decision;
  }
  return {
    async admit(arrival) {
      try {
        const options = { overloaded: isOverloaded(), room: room() };
        return rankTrunks(await admit(db, node(), arrival, options), watch);
      } catch (err) {
        log.error({ err, dialled: arrival.dialled }, 'admission failed');
        return admitAndWriteLater(arrival);
      }
    },
    async reroute(onward) {
      // the lines that it gave back a moment ago would be taken from those that it takes now
      await journal.flushCall(onward.journey.facts.id, WRITTEN_MS);
      try {
        return rankTrunks(await reroute(db, onward, room()), watch);
      } catch (err) {
        log.error({ err, call: onward.journey.facts.id }, 'a call could not go on its way');
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
        log.error({ err, tenant: command.tenantId }, 'a phone could not set what it dialled');
        return { kind: 'refused', reason: 'unavailable' };
      }
    },
    noteMessage: recordings.note,
    storeMessage: voicemail.store,
    savePath: ({ facts, path }) => journal.write(facts.id, () => records.savePath(db, facts, path)),
    saveAnswer: (answer) => journal.writeRow(answer.facts.id, answer),
    saveLegs: (legs) => journal.writeRow(legs.facts.id, legs),
    saveLines: (lines) => journal.writeRow(lines.facts.id, lines),
    saveFlowAnswer: (answer) => journal.writeRow(answer.facts.id, answer),
    loadFlows: flows.load,
    askFlow: flows.ask,
    reportFlow: flows.report,
    saveEnd(end) {
      const { id, tenantId, direction } = end.facts;
      log.info({ call: id, tenant: tenantId, direction, cause: end.cause }, 'call ended');
      journal.writeRow(id, end);
      recorders.onEnd(id);
      paidTime.onEnd(id);
      const { reason } = end;
      if (tenantId && isCallCap(reason)) journal.write(id, () => reportCut(db, tenantId, reason));
    },
    onStep(call) {
      parties.onStep(call);
      busyStates.onStep(call);
      recorders.onStep(call);
      paidTime.onStep(call);
    },
    now: () => new Date().toISOString(),
    log: (err, call) => log.error({ err, call: factsOf(call)?.id, scene: call.scene.kind }, 'a call went wrong'),
  };
}
