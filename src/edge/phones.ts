import { z } from 'zod';
import { callEdge, type EdgeRpc, entriesOf, postToEdge } from './ask.ts';

/** A registered phone, by where its packets come from. */
export type EdgePhone = { address: string; connected: boolean; silent: boolean };

const Uptime = z.object({ up_since: z.string() });

/** Phones in one request: the edge reads it in the process that accepts connections. */
const BATCH = 200;

/** When the edge was started. It forgets phones when it is started again. */
export const edgeStartedAt = async (door: EdgeRpc): Promise<string> =>
  Uptime.parse(await callEdge(door, 'core.uptime')).up_since;

/** The addresses of registered phones that have stopped answering. */
export async function silentPhones(door: EdgeRpc): Promise<string[]> {
  const entries = entriesOf(await callEdge(door, 'htable.dump', ['silent']));
  return entries.map(({ name }) => name).toSorted();
}

/** Has the edge watch these phones too. */
export async function restorePhones(door: EdgeRpc, phones: readonly EdgePhone[]): Promise<void> {
  for (let at = 0; at < phones.length; at += BATCH) {
    const lines = phones.slice(at, at + BATCH).map(writePhone);
    await postToEdge(door, '/phones', lines.join(';'));
  }
}

const writePhone = ({ address, connected, silent }: EdgePhone): string =>
  `${address}/${connected ? 'tcp' : 'udp'}${silent ? '/silent' : ''}`;
