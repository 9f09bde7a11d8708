import { z } from 'zod';
import { type Call, factsOf, phonesOf } from '../calls/model/call.ts';
import { type CallLimits, type PacketCount, judgeSilence } from '../calls/model/silence.ts';
import { saveSilence } from '../calls/records/call-records.ts';
import type { Db } from '../platform/db/db.ts';
import type { Request } from './ari/ari.ts';
import type { Calls } from './runner/call-runner.ts';
import type { WriteBehind } from './writing/write-behind.ts';

export type VoiceActivityOptions = {
  request: Request;
  calls: Calls;
  writeBehind: Pick<WriteBehind<unknown>, 'write'>;
  db: Db;
  limits: CallLimits;
  now: () => number;
};

const RtpStatistics = z.object({ rxcount: z.number() });

/**
 * Checks regularly whether the phones of all calls send audio. Asterisk's own RTP timeout would also cut off phones
 * that are only muted, even in emergency calls. Here a silent phone is asked first, and only loses its call if it
 * doesn't respond.
 */
export function openVoiceActivity({ request, calls, writeBehind, db, limits, now }: VoiceActivityOptions): {
  check(): Promise<void>;
} {
  let counts = new Map<string, { count: PacketCount; lookedAt: number }>();
  const silentCalls = new Set<string>();

  async function packetsOf(channel: string): Promise<number | null> {
    const { status, body } = await request('GET', `channels/${encodeURIComponent(channel)}/rtp_statistics`);
    const read = RtpStatistics.safeParse(body);
    return status === 200 && read.success ? read.data.rxcount : null;
  }

  /** Since when a phone has been silent for too long. Null if it sends audio. */
  async function listenTo(call: Call, channel: string): Promise<number | null> {
    const packets = await packetsOf(channel);
    if (packets === null) return null;
    const before = counts.get(channel)?.count;
    const { count: after, verdict } = judgeSilence(before, packets, now(), limits.silence);
    counts.set(channel, { count: after, lookedAt: now() });
    if (verdict === 'ask') calls.receive(call.caller, { type: 'silent', channel });
    if (verdict === 'over') calls.receive(call.caller, { type: 'overdue' });
    return now() - after.at >= limits.silence ? after.at : null;
  }

  function note(call: Call, since: number | null): void {
    const facts = factsOf(call);
    if (!facts || silentCalls.has(facts.id) === (since !== null)) return;
    if (since === null) silentCalls.delete(facts.id);
    else silentCalls.add(facts.id);
    writeBehind.write(facts.id, () => saveSilence(db, facts, since === null ? null : new Date(since)));
  }

  return {
    async check() {
      const running = calls.all().map(({ call }) => call);
      const phones = new Set(running.flatMap(phonesOf));
      counts = new Map([...counts].filter(([channel]) => phones.has(channel)));
      const ids = new Set(running.map((call) => factsOf(call)?.id));
      for (const id of silentCalls) if (!ids.has(id)) silentCalls.delete(id);
      for (const call of running) {
        const facts = factsOf(call);
        if (facts && now() - Date.parse(facts.admittedAt) > limits.longest)
          calls.receive(call.caller, { type: 'overdue' });
        // checking every phone each time would cost too much
        const due = phonesOf(call).filter(
          (channel) => now() - (counts.get(channel)?.lookedAt ?? 0) >= Math.min(limits.silence / 2, LOOK_MS),
        );
        if (due.length === 0) continue;
        const silences = await Promise.all(due.map((channel) => listenTo(call, channel)));
        const since = silences.filter((at) => at !== null);
        note(call, since.length > 0 ? Math.min(...since) : null);
      }
    },
  };
}

const LOOK_MS = 30_000;
