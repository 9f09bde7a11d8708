import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOutOfReach } from '../db/connection-failure.ts';
import { count, EXAMPLE_ID, text } from '../values/fields.ts';
import { AppError, fail, notFound } from './errors.ts';
import { REQUEST_SIZE } from './requests/request-size.ts';

export const Problem = z
  .object({
    type: text('Always `about:blank`: `code` says which problem it is.', 'about:blank'),
    title: text('The HTTP status in words.', 'Unprocessable Entity'),
    status: count('The HTTP status of the response.', 422),
    detail: text('What happened and what to do now, for people.', 'The request is invalid.'),
    code: text('What a program switches on.', 'invalid'),
    errors: z
      .array(
        z.object({
          path: text('The field, with dots between its parts.', 'name'),
          message: text('What is wrong with the value and how to fix it.', 'Enter a name.'),
        }),
      )
      .max(REQUEST_SIZE.errors)
      .optional()
      .meta({ description: 'The fields that are invalid.' }),
    moreErrors: count('How many more invalid fields there are.', 1).optional(),
    requestId: text(
      'The id of this request, as in the `Request-Id` header. Name it when you ask for help.',
      EXAMPLE_ID,
    ),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

/** A restarting database is back within seconds. */
const RETRY_AFTER_SECONDS = 5;

/** The fields of errors from the framework and node-postgres. */
const Facts = z.object({
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/** Converts any error to one that can be sent. Internal errors are logged. */
export function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const { statusCode, code } = Facts.safeParse(error).data ?? {};
  if (statusCode === 413) {
    const megabytes = Math.floor((request.routeOptions.bodyLimit ?? 0) / 1_000_000);
    return new AppError(413, 'too_large', `This is too large. At most ${megabytes} MB can be sent here.`);
  }
  if (statusCode === 415) return new AppError(415, 'unsupported_media_type', 'Send JSON (application/json).');
  // longer than any id
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound();
  if (code === 'FST_ERR_BAD_URL') return fail('malformed', 'This address cannot be read.');
  if (statusCode === 400) return fail('malformed', 'The body is not JSON.');
  // refusals by the framework, such as an invalid range or a failed precondition
  const phrase = statusCode && statusCode > 400 && statusCode < 500 && STATUS_CODES[statusCode];
  if (phrase) return new AppError(statusCode, phrase.toLowerCase().replaceAll(/\W+/g, '_'), `${phrase}.`);
  if (isOutOfReach(error)) {
    request.log.error({ err: error }, 'database unavailable');
    // a commit without a response may have succeeded
    return fail('unavailable', 'The database does not answer. Try again in a moment.', {
      extra: { retryAfter: RETRY_AFTER_SECONDS },
    });
  }
  request.log.error({ err: error }, 'unexpected error');
  return new AppError(500, 'internal', 'Something went wrong on our side. Nothing was changed.');
}

export function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const retryAfter = error.extra.retryAfter;
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
  return reply
    .code(error.status)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[error.status] ?? 'Error',
        status: error.status,
        detail: error.message,
        code: error.code,
        ...namedFaults(error),
        ...error.extra,
        requestId: request.id,
      }),
    );
}

/** Only the first faults, because a bad request must not cause a long response. */
function namedFaults({ errors }: AppError): Record<string, unknown> {
  if (!errors) return {};
  const named = errors
    .slice(0, REQUEST_SIZE.errors)
    .map(({ path, message }) => ({ path: path.slice(0, REQUEST_SIZE.path), message }));
  return { errors: named, ...(errors.length > named.length && { moreErrors: errors.length - named.length }) };
}
