export type FieldError = { path: string; message: string };
/** What every list answers. */
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
  /** The version that was edited: the server refuses when it is no longer the present one. */
  ifMatch?: number | undefined;
  /** One for one wish of the user: sent again after a broken connection, it is carried out once. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
};

type Query = Record<string, string | number | undefined>;

/** An address under `/api/v1`; what is empty is left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1${path}${search && `?${search}`}`;
}

const listeners = new Set<() => void>();
/** Calls back whenever an answer says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function send<Answer>(
  method: string,
  url: string,
  { body, ifMatch, key, signal }: RequestOptions = {},
): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  if (key !== undefined) headers['idempotency-key'] = key;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    text = await response.text();
    if (response.ok) return (text ? JSON.parse(text) : undefined) as Answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    // also an answer that broke off: whether the act was done is not known
    throw new ApiError(0, 'unreachable', 'The server can’t be reached. Check your connection and try again.');
  }
  const error = toError(response, text);
  if (error.code === 'unauthenticated') for (const listener of listeners) listener();
  throw error;
}

/** Anything that is not a problem of ours (a proxy's page, say) gets words of our own. */
function toError(response: Response, text: string): ApiError {
  try {
    const { status, code, detail, errors, type: _type, title: _title, ...extra } = JSON.parse(text);
    if (typeof code === 'string') return new ApiError(status, code, detail, errors, extra);
  } catch {
    // not JSON: told below
  }
  return new ApiError(response.status, 'unavailable', 'The server didn’t respond as expected. Try again in a moment.');
}

export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
    send<Answer>('GET', address(path, query), { signal }),
  post: <Answer>(path: string, sending?: RequestOptions) =>
    send<Answer>('POST', address(path), { body: {}, ...sending }),
  put: <Answer>(path: string, sending: RequestOptions) => send<Answer>('PUT', address(path), sending),
  patch: <Answer>(path: string, sending: RequestOptions) => send<Answer>('PATCH', address(path), sending),
  delete: <Answer = void>(path: string, sending?: RequestOptions) => send<Answer>('DELETE', address(path), sending),
};

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
