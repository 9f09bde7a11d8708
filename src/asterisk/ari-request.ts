import { Agent } from 'undici';
import type { VoiceConnection } from './connection.ts';

export type AriResponse = { status: number; body: unknown };

/** An Asterisk that does not respond for this long counts as gone. */
const TIMEOUT_MS = 5000;

/**
 * undici, because Node's own HTTP client needs twice the processor time per request, and a call makes eight requests.
 * Ending a whole tenant's calls sends everything at once. More than 16 connections would only queue inside Asterisk.
 */
const agent = new Agent({
  connections: 16,
  connect: { timeout: TIMEOUT_MS },
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  // Asterisk closes idle connections after 60 s (http.conf). We close them earlier, so that no request meets a
  // closing connection.
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 30_000,
});

/** Sends one ARI request. Rejects if there is no response; the caller checks the status. */
export async function requestAri(
  { url, user, password }: VoiceConnection,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<AriResponse> {
  const authorization = `Basic ${btoa(`${user}:${password}`)}`;
  const response = await agent.request({
    origin: url,
    path: `/ari/${path}`,
    method,
    headers: body === undefined ? { authorization } : { authorization, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.statusCode, body: parse(await response.body.text()) };
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
