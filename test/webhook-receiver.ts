import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type Received = {
  id: string;
  type: string;
  /** of its arrival, in milliseconds */
  at: number;
  body: string;
  event: { id: string; type: string; tenantId: string | null; sequence: number | null; data: Record<string, unknown> };
};
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const respondOk: Answer = (_request, response) => void response.writeHead(204).end();
export const refusing =
  (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

/** A server that verifies requests with the library of Standard Webhooks. Its response can be changed at any time. */
export async function startReceiver(first: Answer = respondOk) {
  const received: Received[] = [];
  const state = { answer: first, secret: '', open: 0, maxOpen: 0, requests: 0, unverified: 0 };
  const server = createServer((request, response) => {
    state.requests++;
    state.open++;
    state.maxOpen = Math.max(state.maxOpen, state.open);
    response.on('close', () => state.open--);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (state.secret !== '') note(request, body);
      state.answer(request, response);
    });
  });
  function note({ headers }: IncomingMessage, body: string): void {
    try {
      new Webhook(state.secret).verify(body, headers as Record<string, string>);
      const event = JSON.parse(body);
      received.push({ id: String(headers['webhook-id']), type: event.type, at: Date.now(), body, event });
    } catch {
      state.unverified++;
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    state,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
