import { SLOTS } from '../../calls/model/parking.ts';

/** An extension that its tenant's phones may watch. */
export type WatchableExtension = { id: string; tenantId: string; number: string; sipUsername: string };

/** The slots of `calls/model/parking.ts`, as Asterisk patterns. */
const SLOT_PATTERNS = ['_70[1-9]', '_71X', '720'];

/**
 * Writes the hints of Asterisk's dialplan: one context per tenant, named after its SIP prefix, like `subscribe_context`
 * in migrations/functions/asterisk.sql. It contains each extension and the parking slots. Only slots use patterns:
 * Asterisk turns each number that a phone asks for into a permanent hint, so there must be few. An extension takes
 * precedence over the slot of its number.
 */
export function writeHints(extensions: readonly WatchableExtension[]): string {
  const tenants = Map.groupBy(extensions, ({ sipUsername }) => prefixOf(sipUsername));
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

/** Finds the device of a hint, by the SIP user name of the watching phone and the watched number. */
export function devicesOf(
  extensions: readonly WatchableExtension[],
): (endpoint: string, number: string) => string | null {
  const ids = new Map(extensions.map(({ sipUsername, number, id }) => [`${prefixOf(sipUsername)} ${number}`, id]));
  const tenants = new Map(extensions.map(({ sipUsername, tenantId }) => [prefixOf(sipUsername), tenantId]));
  return (endpoint, number) => {
    const prefix = prefixOf(endpoint);
    const extensionId = ids.get(`${prefix} ${number}`);
    if (extensionId !== undefined) return deviceOf(extensionId);
    const tenantId = tenants.get(prefix);
    return tenantId !== undefined && SLOTS.includes(number) ? slotDevice(tenantId, number) : null;
  };
}

const prefixOf = (sipUsername: string): string => sipUsername.slice(0, sipUsername.indexOf('-'));

const hint = (number: string, device: string): string => `exten => ${number},hint,${device}\n`;

/**
 * The device whose state call control sets (busy-states.ts). The state of the phone's own device would show the
 * caller's number on other phones' keys, even if it is withheld.
 */
export const deviceOf = (extensionId: string): string => `Stasis:${extensionId}`;

/** The device of a parking slot. All tenants have the same slot numbers. */
export const slotDevice = (tenantId: string, slot: string): string => `Stasis:${tenantId}-${slot}`;
