import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { writeWholeSync } from '../platform/process/whole-file.ts';

const Address = z.object({ innerPort: z.number(), keysPort: z.number(), token: z.string() });

/** Where a running edge accepts RPC commands on loopback. */
export type EdgeRpc = z.infer<typeof Address>;

/** The edge of this data folder. Throws if none was started. */
export const readRpcAddress = (dataDir: string): EdgeRpc =>
  Address.parse(JSON.parse(readFileSync(file(dataDir), 'utf8')));

const file = (dataDir: string): string => path.join(dataDir, 'run', 'edge.json');

/** Publishes the address for other processes on this machine. Written atomically and readable only by our user, since it holds the token. */
export function writeRpcAddress(dataDir: string, { innerPort, keysPort, token }: EdgeRpc): void {
  writeWholeSync(file(dataDir), JSON.stringify({ innerPort, keysPort, token }), 0o600);
}

/** Whether the edge of this data folder is running and accepts SIP. */
export async function isEdgeRunning(dataDir: string): Promise<boolean> {
  return (await callEdge(readRpcAddress(dataDir), 'core.version')) !== undefined;
}

/** Runs a command of Kamailio's JSON-RPC interface and returns its `result`. */
export async function callEdge(
  edge: EdgeRpc,
  method: string,
  params: (string | number)[] = [],
  agent?: http.Agent,
): Promise<unknown> {
  const text = await postToEdge(edge, '', JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }), agent);
  return Answer.parse(JSON.parse(text)).result;
}

const Answer = z.object({ result: z.unknown().optional() });

const Table = z.array(
  z.object({ slot: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]) })) }),
);

/** The entries of one of the edge's tables, from the result of `htable.dump`. */
export const entriesOf = (dump: unknown): { name: string; value: number | string }[] =>
  Table.parse(dump).flatMap(({ slot }) => slot);

/** Closes TCP and TLS connections, given their ids from `core.tcp_list`. */
export async function closeConnections(edge: EdgeRpc, ids: readonly number[], agent: http.Agent): Promise<void> {
  await postToEdge(edge, '/close', ids.map((id) => `${id};`).join(''), agent);
}

/** Sends a request to one of the edge's own HTTP paths, on a connection of `agent` or a new one. */
export function postToEdge(
  { innerPort, token }: EdgeRpc,
  path: string,
  body: string,
  agent?: http.Agent,
): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = http.request(
    {
      host: '127.0.0.1',
      port: innerPort,
      path: `/${token}${path}`,
      method: 'POST',
      headers,
      timeout: 2000,
      agent: agent ?? false,
    },
    (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => resolve(text));
    },
  );
  request.on('error', reject);
  request.on('timeout', () => request.destroy(new Error('The edge did not answer within 2 seconds.')));
  request.end(body);
  return promise;
}
