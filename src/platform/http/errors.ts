import { z } from 'zod';
import { EXAMPLE_ID } from '../values/fields.ts';

/** An error code of the API: its HTTP status, its meaning, and the additional fields of the problem. */
export type ErrorCode = {
  status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  description: string;
  extra?: Record<string, z.ZodType>;
};

/** Each slice has its own table. */
export type ErrorTable = Record<string, ErrorCode>;

const retryAfter = z.int().meta({ description: 'How many seconds to wait, as in `Retry-After`.', examples: [30] });

export const platformErrors = {
  malformed: {
    status: 400,
    description: 'The request can’t be read: the body isn’t JSON, is nested too deeply or has too many values.',
  },
  key_in_address: {
    status: 400,
    description:
      'An API key was sent in the address, which is logged. Send it as `Authorization: Bearer …`, and replace the key.',
  },
  unauthenticated: {
    status: 401,
    description: 'Sign in first, or send an API key. The session or the key is missing, has expired or was ended.',
  },
  forbidden: {
    status: 403,
    description:
      'Your role or the scopes of your API key don’t allow this, or a write by cookie came without this service’s own `Origin`.',
  },
  second_factor_setup_required: {
    status: 403,
    description: 'Your team requires two-factor authentication. Set it up first.',
  },
  not_found: { status: 404, description: 'It doesn’t exist, or belongs to somebody else.' },
  stale_version: {
    status: 412,
    description: 'Somebody changed this since the version in `If-Match`. Read it again.',
    extra: {
      version: z.int().meta({ description: 'The present version of the resource, as in its `ETag`.', examples: [4] }),
    },
  },
  too_large: { status: 413, description: 'The body is too large.' },
  unsupported_media_type: { status: 415, description: 'The body’s `Content-Type` isn’t supported.' },
  invalid: { status: 422, description: 'The input is invalid. `errors` names each field and what to change.' },
  immutable: { status: 422, description: 'The request names a field that can’t be changed. `errors` names it.' },
  external_id_taken: {
    status: 409,
    description: 'Another resource of the same kind has this `externalId`. `holder` names it.',
    extra: {
      holder: z
        .object({
          id: z
            .uuid()
            .meta({ description: 'The id of the resource that has this `externalId`.', examples: [EXAMPLE_ID] }),
          tenantId: z
            .uuid()
            .nullable()
            .meta({ description: 'Its tenant. Null: it has none.', examples: [EXAMPLE_ID] }),
        })
        .nullable()
        .meta({ description: 'The resource that has it. Null: it belongs to a tenant that your API key can’t see.' }),
    },
  },
  idempotency_mismatch: {
    status: 422,
    description: 'This `Idempotency-Key` was used for a different request in the last 24 hours.',
  },
  idempotency_running: {
    status: 409,
    description: 'A request with this `Idempotency-Key` is still running. Send it again in a moment.',
  },
  already_answered: {
    status: 409,
    description: 'This request has already been carried out. Its response had a secret and isn’t repeated.',
  },
  rate_limited: {
    status: 429,
    description: 'Too many requests. Wait as long as `Retry-After` says.',
    extra: { retryAfter },
  },
  internal: { status: 500, description: 'Something went wrong on our side. Nothing was changed.' },
  unavailable: {
    status: 503,
    description:
      'The service is overloaded or its database can’t be reached. Try again in a moment; a write may have been carried out.',
    extra: { retryAfter },
  },
} as const satisfies ErrorTable;

/** The codes of a table that one endpoint uses. */
export const pickErrors = <Code extends string>(
  table: Record<Code, ErrorCode>,
  ...codes: readonly NoInfer<Code>[]
): ErrorTable => Object.fromEntries(codes.map((code) => [code, table[code]]));

export type FieldError = { path: string; message: string };

/**
 * The error that operations throw. It becomes a problem+json (RFC 9457): `code` is for programs, `message` for people, and `extra` has the code's
 * additional fields (`allowed`, `limit` and so on).
 */
export class AppError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[] | undefined;
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { errors?: FieldError[]; extra?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.extra = more.extra ?? {};
  }
}

/** `const fail = errorFactory(tenantErrors)`, then `throw fail('wrong_status', '…')`: the table gives the status. */
export function errorFactory<Code extends string>(table: Record<Code, ErrorCode>) {
  return (code: Code, message: string, more?: { errors?: FieldError[]; extra?: Record<string, unknown> }) =>
    new AppError(table[code].status, code, message, more);
}

export const fail = errorFactory(platformErrors);

/**
 * Refuses one field: `throw invalidField('until', 'Choose a time in the future.')`. `detail`: the error itself, if it says more than what to do.
 */
export const invalidField = (path: string, message: string, detail = message): AppError =>
  fail('invalid', detail, { errors: [{ path, message }] });

/** Exactly the same response for objects that don't exist and those that belong to others. */
export function notFound(): AppError {
  return fail('not_found', 'Not found, or you don’t have access.');
}
