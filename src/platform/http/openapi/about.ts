import { readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../../../docs');

/** The guides before the reference, in this order. */
const GUIDES = ['api-first-steps.md', 'api.md', 'flow-webhooks.md'];

/** The heading that each file begins with, as an anchor. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'api-first-steps.md': '#first-steps-with-the-api',
  'api.md': '#the-api',
  'flow-webhooks.md': '#webhooks-of-call-flows',
  'api-errors.md': '#error-codes',
};

/** Rewrites links between and within the files to links within the page, whose sections Scalar names `description/…`. */
const linked = (text: string): string =>
  text.replaceAll(/\]\(([\w-]+\.md)?(#[\w-]+)?\)/g, (link, file: string | undefined, anchor: string | undefined) => {
    const section = anchor ?? (file && BEGINNINGS[file]);
    return section ? `](#description/${section.slice(1)})` : link;
  });

/** The text of the guides in docs/, for the page under /api/docs. */
const description = GUIDES.map((file) => linked(readFileSync(path.join(FOLDER, file), 'utf8')).trim()).join('\n\n');

export const ABOUT = {
  summary: 'Tenants, extensions, phone numbers and calls of a hosted phone system.',
  description,
  apiKey: 'A key of the partner’s, by its scopes.',
  session: 'Set by `POST /api/v1/session`. Under HTTPS the cookie is called `__Host-session`.',
};
