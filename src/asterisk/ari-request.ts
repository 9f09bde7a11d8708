import { Agent } from 'undici';
import type { VoiceConnection } from './connection.ts';

export type AriResponse = { status: number; body: unknown };

/** An Asterisk that does not respond for this long counts as gone. */
const TIMEOUT_MS = 5000;

/**
 * undici, because node's own HTTP client takes twice the processor time per request, and a call makes eight of them.
 * Ending a whole tenant's calls asks for everything at once: more than 16 connections would only queue inside Asterisk.
 */
const agent = new Agent({
  connections: 16,
  connect: { timeout: TIMEOUT_MS },
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  // http.conf has Asterisk close an idle connection after 60 s; we close it first, so that no request meets the closing
  keepAliveTimeout: 30_000,
  keepAliveMaxTimeout: 30_000,
});

/** One REST request of Asterisk's ARI. Rejects when there was no response; the caller judges the status. */
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
