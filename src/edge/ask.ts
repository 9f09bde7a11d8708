import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { z } from 'zod';

const Door = z.object({ innerPort: z.number(), token: z.string() });

/** Where a running edge takes commands, on loopback. */
export type EdgeDoor = z.infer<typeof Door>;

const file = (dataDir: string): string => path.join(dataDir, 'run', 'edge.json');

/** Leaves the door for other processes of this machine. Whole or not at all, and for our own eyes. */
export function writeDoor(dataDir: string, { innerPort, token }: EdgeDoor): void {
  const target = file(dataDir);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, JSON.stringify({ innerPort, token }), { mode: 0o600 });
  renameSync(`${target}.new`, target);
}

/** Whether the edge that belongs to this data folder takes SIP. */
export async function edgeAnswers(dataDir: string): Promise<boolean> {
  const door = Door.parse(JSON.parse(readFileSync(file(dataDir), 'utf8')));
  return (await askEdge(door, 'core.version')) !== undefined;
}

/** A command of Kamailio's RPC interface; its `result`. */
export async function askEdge(door: EdgeDoor, method: string, params: (string | number)[] = []): Promise<unknown> {
  const answer: { result?: unknown } = JSON.parse(
    await post(door, '', JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 })),
  );
  return answer.result;
}

/** Closes a TCP or TLS connection by the number that `core.tcp_list` gives it. */
export async function closeConnection(door: EdgeDoor, id: number): Promise<void> {
  await post(door, `/close/${id}`, '');
}

function post({ innerPort, token }: EdgeDoor, path: string, body: string): Promise<string> {
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
      agent: false,
    },
    (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => resolve(text));
    },
  );
  request.on('error', reject);
  request.on('timeout', () => request.destroy(new Error('The edge gives no answer.')));
  request.end(body);
  return promise;
}
