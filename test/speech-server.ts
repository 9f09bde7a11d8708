import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type SpeechReply = { status?: number; body: unknown };

/** A speech service on loopback with these responses in turn. The last one is repeated. */
export async function openSpeechServer(...replies: SpeechReply[]) {
  const requests: { path: string; authorization: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request.setEncoding('latin1'));
      requests.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      const { status = 200, body: answer } = replies[Math.min(requests.length, replies.length) - 1] ?? { body: null };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
