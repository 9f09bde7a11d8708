import { type Call, factsOf } from '../../calls/model/call.ts';
import { type LiveParties, type Parties, partiesAtFirst, partiesOf } from '../../calls/model/parties.ts';

export type LivePartiesOptions = {
  /**
   * Saves who rings and who talks, and notifies the tenants that have changes. Returns the ids of the calls that were
   * saved.
   */
  save: (parties: LiveParties[], tenantIds: string[]) => Promise<string[]>;
  log: (error: unknown) => void;
};

/** Notifies the event streams of calls in the background, so that no call waits. */
export type LivePartiesWriter = {
  /** Call this after each step of a call. */
  onStep(call: Call): void;
  /** Call this when rows of this tenant's calls were saved. */
  rowsChanged(tenantId: string | null): void;
  stop(): void;
};

/**
 * Changes within this time are one statement and one notification, because the database commits notifications one at a
 * time.
 */
const GATHER_MS = 150;
const RETRY_MS = 1000;

export function openLiveParties({ save, log }: LivePartiesOptions): LivePartiesWriter {
  /** by the caller's channel: what is in the database, or being saved */
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
    // retry rows that were locked or not there yet, unless the call has ended or changed meanwhile
    const live = new Set([...known.values()].map(({ id }) => id));
    for (const [id, row] of rows) if (live.has(id) && !unwritten.has(id)) unwritten.set(id, row);
    if (unwritten.size + tenants.size > 0) writeSoon(wait);
  }
  function update(call: Call, { ringing, talking }: Parties): void {
    const facts = factsOf(call);
    // service calls have no row
    if (!facts?.tenantId || facts.service !== undefined) return;
    // after a transfer the caller is on another channel
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
      if (parties) return update(call, parties);
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
