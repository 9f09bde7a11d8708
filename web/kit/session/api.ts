export type FieldError = { path: string; message: string };
/** What every list returns. */
export type Page<Item> = { items: Item[]; nextCursor: string | null; total: number };

/** What the server refused, as its problem+json says it. `status` 0: it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  /** What the code promises beside the rest: `allowed`, `limit` and so on. */
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    errors: FieldError[] = [],
    extra: Record<string, unknown> = {},
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
  /** The version that was edited: the server refuses when it is no longer the current one. */
  ifMatch?: number | undefined;
  /** One for each act of the user: sent again after a broken connection, it is done once. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
};

const listeners = new Set<() => void>();
/** Calls back when a response says that the session has ended. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the server finds out from the file itself. */
const OTHER_FILE = 'application/octet-stream';

/**
 * Sends a request and returns the JSON of a good response. The shape is the endpoint's, which the server's own tests hold it to: parsed
 * again here, a page that is older than the server would refuse what it could still show.
 */
export async function send<Response>(
  method: string,
  url: string,
  { body, ifMatch, key, signal }: RequestOptions = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  // a file is sent as it is
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
    // also an answer that broke off: whether the act was done is not known
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

/** A response that is not our problem+json (a proxy's page, say) gets a text of ours. */
function toError(response: globalThis.Response, text: string): ApiError {
  try {
    const { status, code, detail, errors, type: _type, title: _title, ...extra } = JSON.parse(text);
    if (typeof code === 'string') return new ApiError(status, code, detail, errors, extra);
  } catch {
    // not JSON: told below
  }
  return new ApiError(response.status, 'unavailable', 'The server didn’t respond as expected. Try again in a moment.');
}

/** What to say of an error where it happened; null where the pages ask to sign in again instead. */
export function errorText(error: unknown): string | null {
  if (error === null || (error instanceof ApiError && error.code === 'unauthenticated')) return null;
  return error instanceof ApiError ? error.message : 'Something went wrong. Check whether your change was saved.';
}

/** An Idempotency-Key. `crypto.randomUUID` exists only over HTTPS and on localhost. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Gives the Idempotency-Key of what is sent: the same while the same thing is tried again after no answer came, a new one as soon as
 * the server answered or something else is sent.
 */
export function makeKeys(makeKey: () => string = newKey) {
  let open: { text: string; key: string } | null = null;
  return {
    keyFor(body: unknown): string {
      const text = JSON.stringify(body ?? null);
      if (open?.text !== text) open = { text, key: makeKey() };
      return open.key;
    },
    /** `error`: null if it was done. */
    answered(error: unknown): void {
      if (error === null || (error instanceof ApiError && isRefusal(error))) open = null;
    },
  };
}

const isRefusal = ({ status, code }: ApiError): boolean => status > 0 && status < 500 && code !== 'idempotency_running';
