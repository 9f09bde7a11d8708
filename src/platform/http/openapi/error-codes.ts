import { errorsOf } from '../endpoint-errors.ts';
import type { Endpoint } from '../endpoint.ts';

/** An error code of the API. `fields`: the additional fields of its problems. */
type ListedError = { code: string; status: number; meanings: Set<string>; fields: Set<string> };

/** All error codes by status and name. A code can have different meanings at different endpoints. */
function listErrors(endpoints: readonly Endpoint[]): ListedError[] {
  const found = new Map<string, ListedError>();
  for (const [code, { status, description, extra }] of endpoints.flatMap((one) => Object.entries(errorsOf(one)))) {
    const listed = found.get(code) ?? { code, status, meanings: new Set(), fields: new Set() };
    listed.meanings.add(description);
    for (const field of Object.keys(extra ?? {})) listed.fields.add(field);
    found.set(code, listed);
  }
  return [...found.values()].toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code, 'en'));
}

const ABOUT_CODES =
  'All error codes of the API. A problem also has `type`, `title`, `status` and `detail`, and with 422 `errors`. New codes can be added, but their meaning never changes; treat an unknown code by its status.';

/** The error codes as a Markdown page. */
export function errorPage(endpoints: readonly Endpoint[]): string {
  const rows = listErrors(endpoints).map(({ code, status, meanings, fields }) => {
    const more = [...fields].map((field) => `\`${field}\``).join(', ');
    return `| ${status} | \`${code}\` | ${[...meanings].join(' ').replaceAll('|', '\\|')} | ${more} |`;
  });
  return [
    '# Error codes',
    '',
    ABOUT_CODES,
    '',
    '| Status | Code | Meaning | Fields |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
