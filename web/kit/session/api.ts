import { z } from 'zod';
import type { FieldError } from '../../../src/platform/http/errors.ts';

export type Page<Item> = { items: Item[]; nextCursor: string | null; total: number };

/** An error response (problem+json). `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  /** The code's additional fields: `allowed`, `limit` and so on. */
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    { errors = [], extra = {} }: { errors?: FieldError[]; extra?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.extra = extra;
  }
}

export type RequestOptions = {
  body?: unknown;
  /** The edited version. The server refuses it if it is no longer current. */
  ifMatch?: number | undefined;
  /** One for each action of the user, so that a retry after a broken connection has no second effect. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
};

const listeners = new Set<() => void>();
/** Registers a listener for responses that say that the session has ended. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The server detects the type from the file itself. */
const OTHER_FILE = 'application/octet-stream';

/**
 * Sends a request and returns the JSON of a successful response. It isn't validated here, because the server's tests do that, and a page older than
 * the server would otherwise refuse what it can still show.
 */
export async function send<Response>(
  method: string,
  url: string,
  { body, ifMatch, key, signal }: RequestOptions = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  // a file is sent unchanged
  const file = body instanceof Blob ? body : null;
  if (file) headers['content-type'] = file.type === OTHER_FILE ? OTHER_FILE : 'audio/wav';
  else if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  if (key !== undefined) headers['idempotency-key'] = key;
  let response: globalThis.Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: file ?? JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    text = await response.text();
    if (response.ok) return (text ? JSON.parse(text) : undefined) as Response;
  } catch (error) {
    if (signal?.aborted) throw error;
    // this includes an interrupted response, after which the outcome is unknown
    throw unreachable();
  }
  throw refused(response, text);
}

const unreachable = (): ApiError =>
  new ApiError(0, 'unreachable', 'The server can’t be reached. Check your connection and try again.');

/** Opens a stream of events. Throws as `send` does. */
export async function openEvents(url: string, lastEventId: string | null, signal: AbortSignal) {
  const headers = { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) };
  const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal }).catch(() => {
    throw unreachable();
  });
  if (!response.ok || !response.body) throw refused(response, await response.text());
  return { body: response.body, serverTime: Date.parse(response.headers.get('date') ?? '') };
}

function refused(response: globalThis.Response, text: string): ApiError {
  const error = toError(response, text);
  if (error.code === 'unauthenticated') for (const listener of listeners) listener();
  return error;
}

const Problem = z.looseObject({
  type: z.unknown().optional(),
  title: z.unknown().optional(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** A response that isn't our problem+json, such as a proxy's page, gets our own text. */
function toError(response: globalThis.Response, text: string): ApiError {
  try {
    const { status, code, detail, errors, type: _type, title: _title, ...extra } = Problem.parse(JSON.parse(text));
    return new ApiError(status, code, detail, { errors, extra });
  } catch {
    return new ApiError(
      response.status,
      'unavailable',
      'The server didn’t respond as expected. Try again in a moment.',
    );
  }
}

/** The text of an error to show; null if the page asks to sign in again instead. */
export function errorText(error: unknown): string | null {
  if (error === null || (error instanceof ApiError && error.code === 'unauthenticated')) return null;
  return error instanceof ApiError ? error.message : 'Something went wrong. Check whether your change was saved.';
}

/** An Idempotency-Key. `crypto.randomUUID` exists only over HTTPS and on localhost. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Returns the Idempotency-Key of a request: the same for retries without a response, and a new one after a response or for another request. */
export function makeKeys(makeKey: () => string = newKey) {
  let open: { text: string; key: string } | null = null;
  return {
    keyFor(body: unknown): string {
      const text = JSON.stringify(body ?? null);
      if (open?.text !== text) open = { text, key: makeKey() };
      return open.key;
    },
    /** `error`: null after success. */
    answered(error: unknown): void {
      if (error === null || (error instanceof ApiError && isRefusal(error))) open = null;
    },
  };
}

const isRefusal = ({ status, code }: ApiError): boolean => status > 0 && status < 500 && code !== 'idempotency_running';
