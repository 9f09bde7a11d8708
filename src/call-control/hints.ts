/** An extension that phones of its tenant may watch. */
export type WatchableExtension = { id: string; tenantId: string; number: string; sipUsername: string };

/** The slots of `calls/parking.ts`, as Asterisk writes patterns. */
const SLOT_PATTERNS = ['_70[1-9]', '_71X', '720'];

/**
 * The hints of Asterisk's dialplan: a context per tenant, named after its SIP prefix as `subscribe_context` in migrations/functions/asterisk.sql
 * is. In it is each extension, and the parking slots. Only those have patterns: each number that a phone asks for becomes a hint for good, so they
 * must be few. An extension goes before the slot of its number.
 */
export function writeHints(extensions: readonly WatchableExtension[]): string {
  const tenants = Map.groupBy(extensions, ({ sipUsername }) => sipUsername.slice(0, sipUsername.indexOf('-')));
  return [...tenants].map(([prefix, all]) => `[hints-${prefix}]\n${hintsOf(all).join('')}`).join('\n');
}

function hintsOf(extensions: readonly WatchableExtension[]): string[] {
  const numbers = new Set(extensions.map(({ number }) => number));
  const slots = SLOT_PATTERNS.filter((pattern) => !numbers.has(pattern));
  return [
    ...extensions.map(({ id, number }) => hint(number, deviceOf(id))),
    ...extensions
      .slice(0, 1)
      .flatMap(({ tenantId }) => slots.map((slot) => hint(slot, slotDevice(tenantId, '${EXTEN}')))),
  ];
}

const hint = (number: string, device: string): string => `exten => ${number},hint,${device}\n`;

/**
 * The device whose state call control sets (busy-states.ts). The phone's own would show the caller's number on the keys of others, also one that is
 * withheld.
 */
export const deviceOf = (extensionId: string): string => `Stasis:${extensionId}`;

/** The device of a parking slot: slots have the same numbers in all tenants. */
export const slotDevice = (tenantId: string, slot: string): string => `Stasis:${tenantId}-${slot}`;
