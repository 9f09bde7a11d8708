import type { Logger } from 'pino';
import { admitServiceCall } from '../calls/admission/service-admission.ts';
import type { CallFacts } from '../calls/model/call-facts.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { storeRecorded } from '../service-calls/recorded.ts';
import { answerServiceCall, endServiceCall, openServiceCalls } from '../service-calls/service-calls.ts';
import type { Recordings } from './recording/recordings.ts';
import type { ServiceCallEffects } from './runner/call-effects.ts';
import { type Calls, isServiceCallKnown } from './runner/call-runner.ts';

export type ServiceCallOptions = {
  db: Db;
  storage: Storage;
  node: () => string;
  recordings: Pick<Recordings, 'read' | 'settle'>;
  /** writes in the background, with retries until it succeeds */
  writeLater: (call: string, work: () => Promise<void>) => void;
  isWritten: (call: string) => boolean;
  log: Logger;
};

/** The service calls of this machine. */
export type ServiceCalls = ServiceCallEffects & {
  /** Starts calls whose notification was lost, and ends calls that a previous process left behind. */
  recover(calls: Pick<Calls, 'all' | 'originate'>): Promise<void>;
};

export function openServiceCallEffects(options: ServiceCallOptions): ServiceCalls {
  const { db, storage, node, recordings, writeLater, isWritten, log } = options;
  const recorded = { read: recordings.read, forget: recordings.settle };
  const store = (call: { id: string; tenantId: string }): void =>
    writeLater(call.id, () => storeRecorded({ db, storage, recorded }, call));
  const write = ({ id, tenantId }: Pick<CallFacts, 'id' | 'tenantId'>, change: (tx: Tx) => Promise<void>): void => {
    if (tenantId !== null) writeLater(id, () => asTenant(db, tenantId, change));
  };
  return {
    async take(order) {
      try {
        return await admitServiceCall(db, node(), order, new Date());
      } catch (err) {
        log.error({ err, call: order.id, tenant: order.tenantId }, 'a service call could not be made');
        return null;
      }
    },
    answered: ({ id, tenantId }) => write({ id, tenantId }, (tx) => answerServiceCall(tx, id)),
    store({ id, tenantId }) {
      if (tenantId !== null) store({ id, tenantId });
    },
    ended({ id, tenantId }, outcome) {
      log.info({ call: id, tenant: tenantId, outcome }, 'a service call ended');
      write({ id, tenantId }, (tx) => endServiceCall(tx, id, outcome));
    },
    async recover(calls) {
      for (const call of await openServiceCalls(db, node())) {
        const isOurs = isWritten(call.id) || isServiceCallKnown(calls.all(), call);
        if (call.state === 'waiting') calls.originate(call);
        // A sound that was recorded before the end is stored. Without a recording, the call ends as one in which
        // nothing was recorded.
        else if (!isOurs && call.purpose === 'recording' && call.state === 'answered') store(call);
        else if (!isOurs) write(call, (tx) => endServiceCall(tx, call.id, 'failed'));
      }
    },
  };
}
