import http from 'node:http';
import type { VoiceConnection } from '../asterisk/connection.ts';

export type AriResponse = { status: number; body: unknown };

/** Tear-downs of a whole tenant come at once; more connections than these only queue inside the engine. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** An engine that does not answer for so long is taken for gone. */
const TIMEOUT_MS = 5000;

/**
 * One REST request of Asterisk's ARI. Rejects when there was no answer; the caller judges the status.
 * (Not `fetch`: it takes twice the time for these, and its connections cannot be counted.)
 */
export function requestAri(to: VoiceConnection, method: string, path: string, body?: unknown): Promise<AriResponse> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const request = http.request(`${to.url}/ari/${path}`, {
      method,
      agent,
      timeout: TIMEOUT_MS,
      headers: { ...headers, authorization: `Basic ${btoa(`${to.user}:${to.password}`)}` },
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer`)));
    request.on('response', (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, body: parse(answer) }));
    });
    request.end(text);
  });
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
