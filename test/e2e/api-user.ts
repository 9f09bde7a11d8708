/* eslint-disable typescript/no-explicit-any -- tests read answers as they come */

export type ApiResponse = { status: number; body: any; headers: Headers };
import { HANG_MS } from '../until.ts';

/** A signed-in user of the API, with a cookie and an Origin like a browser. */
export type ApiUser = {
  readonly email: string;
  readonly session: any;
  readonly cookie: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiResponse>;
  /** These throw if the request fails, and return the body of the response. */
  get(path: string): Promise<any>;
  post(path: string, body?: unknown): Promise<any>;
  patch(path: string, body: unknown): Promise<any>;
  put(path: string, body: unknown): Promise<any>;
  delete(path: string, body?: unknown): Promise<any>;
};

export async function ask(
  address: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiResponse> {
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { origin: address, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(HANG_MS),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** Creates a user from a response that signed in: of POST /session, or of an accepted invitation. */
export function userOf(address: string, signedIn: ApiResponse): ApiUser {
  const { user } = signedIn.body;
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
  const asked: ApiUser['ask'] = (method, path, body, headers) =>
    ask(address, method, path, body, { cookie, ...headers });
  const good = async (method: string, path: string, body?: unknown) => {
    const answer = await asked(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${user.email}: ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    email: user.email,
    session: signedIn.body,
    cookie,
    ask: asked,
    get: (path) => good('GET', path),
    post: (path, body = {}) => good('POST', path, body),
    patch: (path, body) => good('PATCH', path, body),
    put: (path, body) => good('PUT', path, body),
    delete: (path, body) => good('DELETE', path, body),
  };
}

export async function signIn(address: string, email: string, password: string): Promise<ApiUser> {
  const answer = await ask(address, 'POST', '/session', { email, password });
  if (answer.status !== 200)
    throw new Error(`${email} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
  return userOf(address, answer);
}
