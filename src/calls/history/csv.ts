import type { Cell } from '../../platform/escape/csv.ts';
import type { CallDetail } from './contract.ts';

/**
 * Formats a call as the cells of `CALL_COLUMNS`, with times in one zone: `2026-11-05 09:30:00`, `America/New_York
 * (GMT-05:00)`.
 */
export function callCells(timezone: string): (call: CallDetail) => Cell[] {
  // the Swedish locale writes times in the form that spreadsheets read
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  const offsets = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  const at = (instant: string | null) => instant && local.format(new Date(instant));
  const zoneAt = (instant: string) => {
    const offset = offsets.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value;
    return `${timezone} (${offset})`;
  };
  return (call) => [
    at(call.startedAt),
    at(call.answeredAt),
    at(call.endedAt),
    zoneAt(call.startedAt),
    call.direction,
    call.from,
    call.to,
    call.contactName,
    call.extension?.number ?? null,
    call.extension?.name ?? null,
    call.answeredBy?.number ?? null,
    call.answeredBy?.name ?? null,
    call.outcome,
    call.reason,
    call.ringSeconds,
    call.talkSeconds,
    call.endedBy,
    call.didNumber,
    call.emergency,
    call.id,
    at(call.flowAnsweredAt),
    call.endedAtNode,
    call.charge?.billableSeconds ?? null,
    call.charge?.chargedSeconds ?? null,
    call.charge?.includedSeconds ?? null,
    rateOf(call),
    call.charge?.charge ?? null,
    call.charge?.currency ?? null,
    call.charge?.state ?? null,
  ];
}

/** The price per minute. Null if the legs of the call have different prices. */
function rateOf({ charges }: CallDetail): string | null {
  const [rate, ...others] = new Set(charges.map((leg) => leg.rate?.perMinute ?? null));
  return others.length === 0 ? (rate ?? null) : null;
}
