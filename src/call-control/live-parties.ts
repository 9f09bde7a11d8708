import { type Call, factsOf } from '../calls/model/call.ts';
import { type LiveParties, type Parties, partiesAtFirst, partiesOf } from '../calls/model/parties.ts';

export type LivePartiesOptions = {
  /** Writes who rings and who talks, and says in which tenants something has changed. Returns the calls that it has written. */
  save: (parties: LiveParties[], tenantIds: string[]) => Promise<string[]>;
  log: (error: unknown) => void;
};

/** Tells the event streams about calls in the background, so that no call waits. */
export type LivePartiesWriter = {
  /** A call has taken a step. */
  onStep(call: Call): void;
  /** Rows of calls of this tenant have been written. */
  rowsChanged(tenantId: string | null): void;
  stop(): void;
};

/** All that changes within it is one statement and one notice, since the database commits notices one at a time. */
const GATHER_MS = 150;
const RETRY_MS = 1000;

export function openLiveParties({ save, log }: LivePartiesOptions): LivePartiesWriter {
  /** by the caller's channel: what is in the database, or on its way there */
  const known = new Map<string, { id: string; parties: string }>();
  const callers = new Map<string, string>();
  let unwritten = new Map<string, LiveParties>();
  let tenants = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function writeSoon(milliseconds = GATHER_MS): void {
    if (!isStopped) timer ??= setTimeout(() => void write(), milliseconds);
  }
  async function write(): Promise<void> {
    const rows = unwritten;
    const changed = tenants;
    unwritten = new Map();
    tenants = new Set();
    let wait = GATHER_MS;
    try {
      for (const id of await save([...rows.values()], [...changed])) rows.delete(id);
    } catch (error) {
      log(error);
      for (const tenantId of changed) tenants.add(tenantId);
      wait = RETRY_MS;
    }
    timer = undefined;
    // of a row that was locked, or is not there yet; unless the call has ended or has new parties meanwhile
    const live = new Set([...known.values()].map(({ id }) => id));
    for (const [id, row] of rows) if (live.has(id) && !unwritten.has(id)) unwritten.set(id, row);
    if (unwritten.size + tenants.size > 0) writeSoon(wait);
  }
  function take(call: Call, { ringing, talking }: Parties): void {
    const facts = factsOf(call);
    // a call that the service makes has no row
    if (!facts?.tenantId || facts.service !== undefined) return;
    // after a transfer another channel is the caller's
    const last = callers.get(facts.id) ?? call.caller;
    const before = known.get(last);
    if (last !== call.caller) known.delete(last);
    callers.set(facts.id, call.caller);
    const parties = JSON.stringify({ ringing, talking });
    known.set(call.caller, { id: facts.id, parties });
    if (before?.parties === parties) return;
    tenants.add(facts.tenantId);
    const isTakenForGranted = !before && parties === JSON.stringify(partiesAtFirst(facts));
    if (!isTakenForGranted) unwritten.set(facts.id, { id: facts.id, tenantId: facts.tenantId, ringing, talking });
    writeSoon();
  }

  return {
    onStep(call) {
      const parties = partiesOf(call);
      if (parties) return take(call, parties);
      const id = known.get(call.caller)?.id ?? '';
      unwritten.delete(id);
      callers.delete(id);
      known.delete(call.caller);
      return undefined;
    },
    rowsChanged(tenantId) {
      if (tenantId === null) return;
      tenants.add(tenantId);
      writeSoon();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
