import fc from 'fast-check';
import { newId } from '../../src/platform/values/ids.ts';
import {
  type Components,
  validInput,
  hostile,
  hostileText,
  idMark,
  type Schema,
  corrupted,
} from './arbitrary-input.ts';

export const WHO = ['admin', 'operator', 'viewer', 'tenantAdmin', 'tenantUser', 'otherAdmin', 'nobody'] as const;
export type Who = (typeof WHO)[number];

/** A request as shown if it fails. Ids are inserted when it is sent. */
export type Sent = {
  who: Who;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body?: unknown;
  /** One of `RAW`, instead of a body. */
  raw?: string;
};

/** Bodies that aren't JSON or are too large. */
export const RAW: Record<string, string> = {
  nothing: '',
  cut: '{',
  null: 'null',
  quote: '"',
  list: '[1,',
  twice: '{"a":1}{',
  proto: '{"__proto__":{"a":1}}',
  constructor: '{"constructor":{"prototype":{}}}',
  nul: '\u0000',
  'too large': `"${'a'.repeat(1_100_000)}"`,
  'too deep': '['.repeat(50_000),
};

type Described = {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
export type Description = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Components };
};

const who = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Who>('admin') },
  ...WHO.slice(1).map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
);

/** Encodes a value for a URL, which can't contain a lone surrogate. */
const encode = (value: unknown): string =>
  encodeURIComponent(typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value));

const segment = (name: string) =>
  fc.oneof(
    { weight: 20, arbitrary: idMark(name) },
    { weight: 1, arbitrary: fc.constant(newId()) },
    { weight: 2, arbitrary: hostileText.map(encode) },
    { weight: 1, arbitrary: fc.constantFrom('%zz', '%', '..', '%2e%2e%2f', '*', 'export', 'verify', ' ') },
  );

const HEADERS: Record<string, string[]> = {
  'idempotency-key': ['k', 'other', '', 'x'.repeat(300), 'é'],
  'if-match': ['"1"', '"2"', '*', 'W/"1"', '""', '1', '"99999999999999999999"', '"-1"'],
  'content-type': ['text/plain', 'text/csv', 'application/xml', 'application/json; charset=utf-16', 'x'],
  accept: ['text/html', 'image/*;q=2', ''],
  range: ['bytes=0-', 'bytes=9-1', 'bytes=-1', 'lines=1-2', 'bytes=0-0,1-1'],
  cookie: ['session=nobody', 'session=', 'a=b; session=%zz'],
  origin: ['https://evil.example', 'null', ''],
  authorization: ['Bearer x', 'Basic Og==', 'Bearer'],
};
const header = fc
  .constantFrom(...Object.keys(HEADERS))
  .chain((name) => fc.constantFrom(...HEADERS[name]!).map((value) => ({ [name]: value })));
const keyed = fc.constantFrom('idempotency-key', 'if-match').chain((name) => fc.constantFrom(...HEADERS[name]!.slice(0, 2)).map((value) => ({ [name]: value }))); // prettier-ignore
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: keyed },
  { weight: 1, arbitrary: header },
);

function queryOf(parameters: { name: string; schema: Schema }[], components: Components): fc.Arbitrary<string> {
  const named = parameters.map(({ name, schema }) =>
    fc
      .oneof({ weight: 4, arbitrary: validInput(schema, components, name) }, { weight: 1, arbitrary: hostile })
      .map((value) => `${name}=${encode(value ?? '')}`),
  );
  const odd = fc.constantFrom('limit=', 'limit=1&limit=2', '%zz=%', '&&=', 'unknown=1', 'sort[]=name', '__proto__=1');
  const one = named.length > 0 ? fc.oneof({ weight: 5, arbitrary: fc.oneof(...named) }, odd) : odd;
  return fc
    .oneof({ weight: named.length > 0 ? 1 : 5, arbitrary: fc.constant<string[]>([]) }, fc.array(one, { maxLength: 3 }))
    .map((parts) => (parts.length > 0 ? `?${parts.join('&')}` : ''));
}

function requestTo(path: string, method: string, described: Described, components: Components): fc.Arbitrary<Sent> {
  const schema = described.requestBody?.content['application/json']?.schema;
  const inQuery = (described.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const places = fc.tuple(...names.map(segment));
  const plain = {
    who,
    method: fc.constant(method.toUpperCase()),
    path: places.map((parts) => parts.reduce((so, part) => so.replace(/\{\w+\}/, () => part), path)),
    query: queryOf(inQuery, components),
    headers,
  };
  if (!schema) return fc.record(plain);
  const raw = fc.record({ ...plain, raw: fc.constantFrom(...Object.keys(RAW)) });
  const body = fc.record({ ...plain, body: corrupted(validInput(schema, components)) });
  return fc.oneof({ weight: 30, arbitrary: body }, { weight: 1, arbitrary: raw });
}

/** Any request to any described route, and sometimes to an unknown path. */
export function requests({ paths, components }: Description): fc.Arbitrary<Sent> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => requestTo(path, method, described, components.schemas)),
  );
  const elsewhere = fc.record({
    who,
    method: fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'DELETE', 'HEAD'),
    path: fc.constantFrom('/api', '/api/v1', '/api/v1/', '/api/v1/tenants/', '/api//v1/tenants', '/api/v2/x', '/%00', '/api/v1/%zz', '/api/docs/%zz', '/api/docs/', '/', '/x', '/assets/x.js', '/healthz', '/metrics'), // prettier-ignore
    query: fc.constantFrom('', '?a=%zz'),
    headers,
  });
  return fc.oneof({ weight: 40, arbitrary: fc.oneof(...routes) }, { weight: 1, arbitrary: elsewhere });
}
