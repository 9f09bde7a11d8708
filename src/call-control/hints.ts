/** An extension that phones of its tenant may watch. */
export type WatchableExtension = { id: string; number: string; sipUsername: string };

/**
 * The hints of Asterisk's dialplan: a context per tenant, named after its SIP prefix as `subscribe_context` in migrations/functions/asterisk.sql
 * is, and in it each extension. No patterns: each number that a phone asks for would become a hint for good.
 */
export function writeHints(extensions: readonly WatchableExtension[]): string {
  const tenants = Map.groupBy(extensions, ({ sipUsername }) => sipUsername.slice(0, sipUsername.indexOf('-')));
  return [...tenants].map(([prefix, all]) => `[hints-${prefix}]\n${all.map(hintOf).join('')}`).join('\n');
}

const hintOf = ({ id, number }: WatchableExtension): string => `exten => ${number},hint,${deviceOf(id)}\n`;

/**
 * The device whose state call control sets (busy-states.ts). The phone's own would show the caller's number on the keys of others, also one that is
 * withheld.
 */
export const deviceOf = (extensionId: string): string => `Stasis:${extensionId}`;
