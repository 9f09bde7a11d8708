/** Each slice names its codes and the HTTP status that each answers with. */
export type ErrorTable = Record<string, 400 | 401 | 403 | 404 | 409 | 412 | 422 | 429 | 503>;

export const platformErrors = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  second_factor_setup_required: 403,
  not_found: 404,
  stale_version: 412,
  invalid: 422,
  immutable: 422,
  idempotency_mismatch: 422,
  idempotency_running: 409,
  already_answered: 409,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies ErrorTable;

export type FieldError = { path: string; message: string };

/**
 * The one error that operations throw. It goes out as problem+json (RFC 9457): `code` is what a program reads,
 * `message` what a person reads, `extra` what the code promises beside them (`allowed`, `limit` and so on).
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

/** `const fail = failing(tenantErrors)`, then `throw fail('wrong_status', '…')`: the table gives the status. */
export function errorFactory<T extends ErrorTable>(table: T) {
  return (code: keyof T & string, message: string, more?: { errors?: FieldError[]; extra?: Record<string, unknown> }) =>
    new AppError(table[code]!, code, message, more);
}

export const fail = errorFactory(platformErrors);

/** What does not exist, and what exists but is another's: the same answer to the letter. */
export function notFound(): AppError {
  return fail('not_found', 'There is nothing here, or it is not yours.');
}
