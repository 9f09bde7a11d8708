import type { Logger } from 'pino';
import { admit, reroute } from '../calls/admission/admission.ts';
import type { Arrival, Decision, Onward } from '../calls/model/decision.ts';
import * as records from '../calls/records/call-records.ts';
import { rerouteWithoutDatabase, routeWithoutDatabase } from '../calls/routing/without-database.ts';
import type { Db } from '../platform/db/db.ts';
import type { TrunkWatch } from '../trunks/watch.ts';
import type { CallEffects } from './runner/call-effects.ts';
import { rankTrunks } from './trunk-guard.ts';
import type { LivePartiesWriter } from './writing/live-parties.ts';
import type { WriteBehind } from './writing/write-behind.ts';

export type AdmissionOptions = {
  db: Db;
  node: () => string;
  isOverloaded: () => boolean;
  /** the number of free channels (`free-channels.ts`) */
  freeChannels: () => number;
  watch: Pick<TrunkWatch, 'rank'>;
  writeBehind: Pick<WriteBehind<records.CallProgress>, 'write' | 'flushCall'>;
  parties: Pick<LivePartiesWriter, 'rowsChanged'>;
  log: Logger;
};

/** How long a rerouted call waits for its pending writes. */
const WRITTEN_MS = 500;

/** Admission in the database. While that is down, only emergency calls are admitted, and saved later. */
export function admissionEffects(options: AdmissionOptions): Pick<CallEffects, 'admit' | 'reroute'> {
  const { db, node, isOverloaded, freeChannels, watch, writeBehind, log } = options;
  return {
    async admit(arrival) {
      try {
        const load = { overloaded: isOverloaded(), freeChannels: freeChannels() };
        return rankTrunks(await admit(db, node(), arrival, load), watch);
      } catch (err) {
        log.error({ err, dialled: arrival.dialled }, 'admission failed');
        return rankTrunks(admitAndWriteLater(arrival, options), watch);
      }
    },
    async reroute(onward, after) {
      // a pending release of lines must not be applied to the lines that it takes now
      const pending = [onward.journey.facts.id, ...(after === null ? [] : [after])];
      await Promise.all(pending.map((id) => writeBehind.flushCall(id, WRITTEN_MS)));
      try {
        return rankTrunks(await reroute(db, onward, freeChannels()), watch);
      } catch (err) {
        log.error({ err, call: onward.journey.facts.id }, 'a call could not be rerouted');
        return rankTrunks(rerouteAndWriteLater(onward, options), watch);
      }
    },
  };
}

function admitAndWriteLater(arrival: Arrival, { db, node, writeBehind, parties }: AdmissionOptions): Decision {
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

function rerouteAndWriteLater(onward: Onward, { db, writeBehind, parties }: AdmissionOptions): Decision {
  const decision = rerouteWithoutDatabase(onward);
  if (decision.kind === 'connect') {
    const { facts } = decision;
    writeBehind.write(facts.id, async () => {
      await records.saveEmergencyTransfer(db, decision);
      parties.rowsChanged(facts.tenantId);
    });
  }
  return decision;
}
