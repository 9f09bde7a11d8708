import { REQUEST_SIZE } from '../request-size.ts';

/** The sample that a reader begins with: a test runs it, as it stands here and in docs/api-first-steps.md. */
const FIRST_STEPS = `
auth="Authorization: Bearer $KEY"; json="Content-Type: application/json"
curl -sSf "$API/api-key" -H "$auth"
tenant=$(curl -sSf "$API/tenants" -H "$auth" -H "$json" -d '{ "name": "Acme Dental", "sipPrefix": "acme", "status": "ACTIVE" }' | jq -r .id)
extension=$(curl -sSf "$API/tenants/$tenant/extensions" -H "$auth" -H "$json" -d '{ "number": "101", "name": "Front desk" }' | jq -r .id)
curl -sSf "$API/tenants/$tenant/extensions/$extension/credentials" -H "$auth"
curl -sSf "$API/tenants/$tenant" -X PATCH -H "$auth" -H "$json" -d '{ "externalId": "crm-4711" }'
`.trim();

/** What a reader should know before the first request. */
export const ABOUT = {
  summary: 'Tenants, extensions, phone numbers and calls of a hosted phone system.',
  description: `
Everything that the pages of this service do, they do through this API.

## Signing in

\`POST /api/v1/session\` sets a cookie, which every other request sends along. A browser must send writes from this service’s own pages: the
\`Origin\` header has to be this service. Where the account has a second factor, the response is 401 \`second_factor_required\`: send the same
request with \`code\`.

## API keys

A program sends a key: \`Authorization: Bearer pbx_live_…\`. A partner’s admin makes it under Developers → API keys, with the scopes, tenants and
addresses that it needs. \`GET /api/v1/api-key\` says what a key may do. Without the scope an operation is 403 \`forbidden\`. Some operations are for
people only: \`security\` of each says so. A key makes so many requests a minute, which \`RateLimit\` counts down; then 429 \`rate_limited\`.

## First steps

A tenant with its first extension, and what its phone needs to register. \`KEY\` is a key with the scopes \`tenants.write\`, \`tenant.write\`, \`extensions.write\` and
\`extensions.secrets\`, \`API\` this service’s address with \`/api/v1\`:

\`\`\`sh
${FIRST_STEPS}
\`\`\`

## Errors

Errors are \`application/problem+json\` (RFC 9457). Switch on \`code\`; each operation lists the codes that it can answer with. Invalid input is
422 with \`errors: [{ path, message }]\`. Something that belongs to somebody else is 404, exactly like something that doesn’t exist. Where
several errors apply, the first of 401, 404 or 403, 422, 409 is sent.

## Lists

A list is \`{ items, nextCursor, total }\`. Send \`nextCursor\` as \`cursor\` for the next page; it is null on the last one. Cursors stay right while
items come and go.

## Versions

A single resource has an \`ETag\`. Send it as \`If-Match\` with PATCH, PUT or DELETE: if somebody has changed the resource since, nothing
happens, and the response is 412 \`stale_version\`. A PUT takes what GET sent; fields that can’t be set are ignored.

## Sending a request again

Every POST of somebody known honours \`Idempotency-Key\` for 24 hours: the same key with the same body has one effect and gets the same
response. With another body it is 422 \`idempotency_mismatch\`.

## What stays

Within \`/api/v1\` we add: operations, fields of responses, optional fields of requests, codes, types of events. We take nothing away and change no
meaning. What is to be replaced is marked \`deprecated\` in this description and works for at least twelve months more.

## Formats

JSON in camelCase. Ids are UUIDs. Times are in UTC (RFC 3339). Phone numbers are in E.164. Text is stored in one form: names on one line,
with one space between words, emails in small letters. So you may get back a slightly different text than you sent. \`x-text\` names the type of
a text field. A body has at most ${REQUEST_SIZE.body / 1024 / 1024} MB, before sign-in ${REQUEST_SIZE.bodyBeforeSignIn / 1024} KB.

\`x-permission\` of an operation is the permission that it needs, and the scope of an API key for it; \`GET /api/v1/session\` lists yours. \`x-scope\` says whose data it is about.

Unknown fields and unknown query parameters are refused: 422. Responses may gain fields, so ignore those you don’t know.
`.trim(),
  apiKey: 'A key of the partner’s, by its scopes.',
  session: 'Set by `POST /api/v1/session`. Under HTTPS the cookie is called `__Host-session`.',
};
