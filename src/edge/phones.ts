import { z } from 'zod';
import { callEdge, type EdgeRpc, entriesOf, postToEdge } from './rpc.ts';

/** A registered phone, identified by the address its packets come from. */
export type EdgePhone = { address: string; connected: boolean; silent: boolean };

const Uptime = z.object({ up_since: z.string() });

/** How many phones to send in one request. The edge reads it in the process that accepts connections. */
const BATCH = 200;

/** When the edge was started. A restarted edge has forgotten its phones. */
export const edgeStartedAt = async (edge: EdgeRpc): Promise<string> =>
  Uptime.parse(await callEdge(edge, 'core.uptime')).up_since;

/** The addresses of registered phones that have stopped answering. */
export async function silentPhones(edge: EdgeRpc): Promise<string[]> {
  const entries = entriesOf(await callEdge(edge, 'htable.dump', ['silent']));
  return entries.map(({ name }) => name).toSorted();
}

/** Makes the edge watch these phones, too. */
export async function restorePhones(edge: EdgeRpc, phones: readonly EdgePhone[]): Promise<void> {
  for (let at = 0; at < phones.length; at += BATCH) {
    const lines = phones.slice(at, at + BATCH).map(writePhone);
    await postToEdge(edge, '/phones', lines.join(';'));
  }
}

const writePhone = ({ address, connected, silent }: EdgePhone): string =>
  `${address}/${connected ? 'tcp' : 'udp'}${silent ? '/silent' : ''}`;
