import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Settings } from '../src/platform/config.ts';
import { TENANT_STATUSES } from '../src/status/contract.ts';
import { PERMITS, STATUS_PERMITS, TRANSITIONS } from '../src/status/rules.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));

type Import = { from: string; to: string; typeOnly: boolean };

/** Relative imports of a file, as paths from the root. */
function importsOf(file: string): Import[] {
  const found = read(file).matchAll(/(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g);
  return [...found].map((match) => ({
    from: file,
    to: path.normalize(path.join(path.dirname(file), (match[2] ?? match[3])!)),
    typeOnly: match[1] !== undefined,
  }));
}

/** A slice's queries: `sql.ts`, or where there are many `<noun>-sql.ts`. */
const isSql = (file: string): boolean => /(\/|-)sql\.ts$/.test(file);
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const server = filesIn('src').filter((file) => !isTest(file));
const web = filesIn('web').filter((file) => !isTest(file));
const imports = [...server, ...web].flatMap(importsOf);
const sliceOf = (file: string): string | null => /^src\/([^/]+)\//.exec(file)?.[1] ?? null;
/** A slice's pure decisions: `rules.ts`, or where there are many `<noun>-rules.ts`; and the arithmetic of charges, which they use. */
const isRules = (file: string): boolean =>
  /^src\/.*[/-]rules\.ts$/.test(file) || file === 'src/billing/rating/rate-call.ts';
const isEndpoints = (file: string): boolean => /\/([\w-]+-)?endpoints\.ts$/.test(file);
/** The model of a call, its scenes and its routing; how Asterisk is read, and what is taken over from it. */
const isCallCore = (file: string): boolean =>
  /^src\/calls\/(model|routing|scenes(\/[\w-]+)?)\/[\w-]+\.ts$/.test(file) ||
  /^src\/call-control\/(ari\/ari-events|ari\/dial-string|recovery\/(rebuild-calls|arrivals-again|snapshot))\.ts$/.test(
    file,
  );
/** The pure core of call flows, which calls, server and browser run alike. */
const isFlowCore = (file: string): boolean =>
  /^src\/flows\/(content|interpreter|validation|test-run)\/[\w-]+\.ts$/.test(file) ||
  /^src\/calls\/digits\/[\w-]+\.ts$/.test(file);
const show = (found: Import[]): string[] => found.map(({ from, to }) => `${from} -> ${to}`);

describe('imports', () => {
  test('finds imports at all', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  test('platform imports no slice, only the names of the statuses', () => {
    const known = (to: string) => sliceOf(to) === 'platform' || to === 'src/status/contract.ts';
    expect(show(imports.filter(({ from, to }) => sliceOf(from) === 'platform' && !known(to)))).toEqual([]);
  });

  test('only the scenes of a call import each other in a circle', () => {
    const importedBy = Map.groupBy(imports, ({ from }) => from);
    const reachedFrom = (file: string): Set<string> => {
      const reached = new Set<string>();
      const pending = [file];
      for (let next = pending.pop(); next !== undefined; next = pending.pop())
        for (const { to } of importedBy.get(next) ?? [])
          if (!reached.has(to)) {
            reached.add(to);
            pending.push(to);
          }
      return reached;
    };
    const inCircle = [...importedBy.keys()].filter((file) => reachedFrom(file).has(file));
    expect(inCircle.filter((file) => !file.startsWith('src/calls/scenes/'))).toEqual([]);
  });

  test('status imports no other slice', () => {
    const above = imports.filter(
      ({ from, to }) => sliceOf(from) === 'status' && !['status', 'platform'].includes(sliceOf(to) ?? ''),
    );
    expect(show(above)).toEqual([]);
  });

  test('a slice imports only another slice’s contract, rules and operations, never its sql or http', () => {
    const crossing = imports.filter(({ from, to }) => {
      const [mine, theirs] = [sliceOf(from), sliceOf(to)];
      return mine && theirs && mine !== theirs && theirs !== 'platform' && (isSql(to) || /[/-]http\.ts$/.test(to));
    });
    expect(show(crossing)).toEqual([]);
  });

  test('contracts import only zod, other contracts and the pure parts of platform', () => {
    const allowed =
      /[/-]contract\.ts$|^src\/platform\/(http\/(errors|paging|caller)|(numbers|time|values)\/[\w-]+)\.ts$/;
    expect(show(imports.filter(({ from, to }) => /[/-]contract\.ts$/.test(from) && !allowed.test(to)))).toEqual([]);
  });

  test('endpoints import only contracts, rules and the pure parts of platform', () => {
    const allowed =
      /[/-](contract|rules)\.ts$|^src\/platform\/(http\/(caller|endpoint|errors|paging)|(numbers|time|values)\/[\w-]+)\.ts$/;
    expect(show(imports.filter(({ from, to }) => isEndpoints(from) && !allowed.test(to)))).toEqual([]);
  });

  test('rules import only contracts, other rules and the pure parts of platform', () => {
    const allowed = /[/-]contract\.ts$|^src\/platform\/(http\/caller|(numbers|time|values)\/[\w-]+)\.ts$/;
    const wrong = imports.filter(
      ({ from, to }) => isRules(from) && !isFlowCore(from) && !isRules(to) && !allowed.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('calls don’t import call control, and Asterisk’s process imports neither', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        (sliceOf(from) === 'calls' && ['call-control', 'asterisk'].includes(sliceOf(to) ?? '')) ||
        (sliceOf(from) === 'asterisk' && ['call-control', 'calls'].includes(sliceOf(to) ?? '')),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('the decisions about a call import only each other, contracts, rules and the pure parts of platform', () => {
    const allowed =
      /[/-](contract|rules)\.ts$|^src\/trunks\/location\.ts$|^src\/platform\/(numbers|time|values)\/[\w-]+\.ts$/;
    const wrong = imports.filter(
      ({ from, to, typeOnly }) =>
        isCallCore(from) && !typeOnly && !isCallCore(to) && !isFlowCore(to) && !allowed.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('the core of call flows imports only itself, contracts, rules and the pure parts of platform', () => {
    const allowed = /[/-](contract|rules)\.ts$|^src\/platform\/(numbers|time|values)\/[\w-]+\.ts$/;
    const wrong = imports.filter(({ from, to }) => isFlowCore(from) && !isFlowCore(to) && !allowed.test(to));
    expect(show(wrong)).toEqual([]);
  });

  test('rules and decisions about a call use no clock, no randomness and no package but zod', () => {
    const impure =
      /from '(?!\.|zod')|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bset(Timeout|Interval)\b/;
    const pure = server.filter((file) => isCallCore(file) || isFlowCore(file) || isRules(file));
    expect(pure.filter((file) => impure.test(read(file)))).toEqual([]);
    for (const name of [
      'calls/model/machine',
      'calls/routing/from-phone',
      'calls/scenes/talking',
      'call-control/recovery/rebuild-calls',
      'flows/interpreter/interpreter',
      'past-due/rules',
      'billing/fees/rules',
    ])
      expect(pure).toContain(`src/${name}.ts`);
  });

  test('queries read no clock but the database’s', () => {
    const queries = server.filter(isSql);
    expect(queries.length).toBeGreaterThan(50);
    expect(queries.filter((file) => /\bDate\.now\b|\bnew Date\(\)/.test(read(file)))).toEqual([]);
  });

  test('sql imports no operation and no http', () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) =>
        isSql(from) &&
        !typeOnly &&
        sliceOf(to) !== 'platform' &&
        !/[/-](contract|rules)\.ts$/.test(to) &&
        !(isSql(to) && sliceOf(from) === sliceOf(to)),
    );
    expect(show(wrong)).toEqual([]);
  });

  test('the web imports only contracts, endpoints and rules of the server and the core of call flows', () => {
    const allowed =
      /[/-](contract|rules|endpoints)\.ts$|^src\/platform\/(http\/(caller|endpoint|errors)|(numbers|time|values)\/[\w-]+)\.ts$/;
    expect(
      show(
        imports.filter(
          ({ from, to }) => from.startsWith('web/') && to.startsWith('src/') && !isFlowCore(to) && !allowed.test(to),
        ),
      ),
    ).toEqual([]);
  });

  test('in the web, imports go from routes and app to pages, from pages to kit, and from kit to ui', () => {
    const layers: Record<string, number> = { ui: 0, kit: 1, app: 3, routes: 4 };
    const folderOf = (file: string): string => file.split('/')[1] ?? '';
    const layerOf = (folder: string): number => layers[folder] ?? 2;
    const wrong = imports.filter(({ from, to }) => {
      if (!from.startsWith('web/') || !to.startsWith('web/') || from === 'web/main.tsx') return false;
      const [mine, theirs] = [folderOf(from), folderOf(to)];
      return mine !== theirs && layerOf(theirs) >= layerOf(mine);
    });
    expect(show(wrong)).toEqual([]);
  });

  test('only web/ui imports the UI kit', () => {
    const others = web.filter((file) => !file.startsWith('web/ui/') && /from '@mantine\//.test(read(file)));
    expect(others).toEqual([]);
  });
});

describe('each thing has one place', () => {
  test('endpoints are declared in endpoints.ts, or in the part of it that an http.ts serves', () => {
    const declaring = server.filter((file) => /\bendpoint\(\{/.test(read(file)));
    expect(declaring.filter((file) => !isEndpoints(file))).toEqual([]);
    for (const file of declaring) expect(server).toContain(file.replace(/endpoints\.ts$/, 'http.ts'));
  });

  test('only platform/config.ts reads process.env', () => {
    expect(server.filter((file) => file !== 'src/platform/config.ts' && /process\.env\b/.test(read(file)))).toEqual([]);
  });

  test('queries are in sql.ts or in platform', () => {
    const query = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|sql(<[^`]*>)?`/;
    const elsewhere = server.filter((file) => !isSql(file) && sliceOf(file) !== 'platform' && query.test(read(file)));
    expect(elsewhere).toEqual([]);
  });

  test('amounts of money become text in web/kit/inputs/money/amount.ts only', () => {
    const NAMED =
      'amount|balance|charge|closing|cost|credit|credited|due|fee|margin|minimum|net|open|opening|overdue|paid|perMinute|price|refunded|revenue|setup|spend|tax|total|unbilled|unitPrice';
    const OTHER_WAYS = [
      // another formatter, or arithmetic that would need one
      /style:\s*['"`]currency|\bcurrency(Display|Sign):/,
      /\.toFixed\(/,
      /\/\s*(1_?000_?000|1e6|10\s*\*\*\s*6)\b/,
      /\b(fromMicros|roundedText|minorText|minorOf|decimalsOf)\b/,
      /[€£¥]|\$\$\{/,
      // an amount as the API gives it, in a sentence or on the page
      new RegExp(`(?<!=)\\{(?:\\w+\\??\\.)+(?:${NAMED})\\s*(?:\\|\\|[^}]*|\\?\\?[^}]*)?\\}`),
    ];
    const SAMPLES = [
      "new Intl.NumberFormat('en', { style: 'currency', currency })",
      '(micros / 1e4).toFixed(2)',
      'micros / 1_000_000',
      'minorText(1234, 2)',
      '`$${cents}`',
      '<b>{invoice.total}</b>',
      "`${tax.amount || '0'} per extension`",
    ];
    const waysIn = (text: string) => OTHER_WAYS.filter((way) => way.test(text));
    for (const sample of SAMPLES) expect(waysIn(sample), sample).toHaveLength(1);
    const used = web
      // the second runs while the pages are built, and measures files
      .filter((file) => !['web/kit/inputs/money/amount.ts', 'web/vite.config.ts'].includes(file))
      .map((file) => ({ file, ways: waysIn(read(file)).map(String) }));
    expect(used.filter(({ ways }) => ways.length > 0)).toEqual([]);
  });

  test('a number is read in the tenant’s country, except where there is no tenant', () => {
    const REASONS: Record<string, string> = {
      'src/calls/admission/admission.ts':
        'the tenant’s row isn’t read yet; a number that is read wrongly only waits elsewhere',
      'src/numbers/import.ts': 'the partner’s inventory',
      'src/numbers/rules.ts': 'the partner’s inventory',
      'src/platform/db/search.ts': 'searches across tenants',
      'src/platform/numbers/e164.ts': 'its place, and numbers that carriers send',
      'src/rates/rate-tables.ts': 'prices of the partner',
      'src/support/contract.ts': 'the partner’s own number',
      'web/flows/testing/use-test-run.ts': 'the country isn’t loaded yet',
      'web/rates/PriceLookup.tsx': 'prices of the partner',
    };
    const used = [...server, ...web].filter((file) => /\bDEFAULT_HOME\b/.test(read(file)));
    expect(used.toSorted()).toEqual(Object.keys(REASONS).toSorted());
  });

  test('only CancelButton closes a dialog without saving, because other buttons lose a click that moves them', () => {
    const own = web.filter((file) => /<Button[^>]*\{onClose\}[^>]*>\s*Cancel\s*<\/Button>/.test(read(file)));
    expect(own).toEqual([]);
  });

  test('what the API responds is cached by endpoint, so that a change of it reaches everything that shows it', () => {
    expect(web.filter((file) => /\['api', '/.test(read(file)))).toEqual([]);
  });

  test('the form of a “New …” dialog says “Create …”', () => {
    const others = web.filter((file) => /title="New [^<]*?verb="(?!Create )/.test(read(file)));
    expect(others).toEqual([]);
  });

  test('every folder is named for its purpose', () => {
    const folders = new Set([...server, ...web].flatMap((file) => path.dirname(file).split('/')));
    for (const name of ['services', 'helpers', 'utils', 'common', 'lib', 'misc', 'managers'])
      expect(folders).not.toContain(name);
  });

  test('a file of more than 300 lines gives its reason here', () => {
    const REASONS: Record<string, string> = {};
    const long = [...server, ...web].filter((file) => read(file).split('\n').length > 300);
    expect(long.toSorted()).toEqual(Object.keys(REASONS).toSorted());
  });

  test('a folder of more than thirty files gives its reason here', () => {
    const REASONS: Record<string, string> = { 'web/ui': 'each piece has a file, and none belongs to a subject' };
    const folders = Map.groupBy([...server, ...web], (file) => path.dirname(file));
    const large = [...folders].filter(([, files]) => files.length > 30).map(([folder]) => folder);
    expect(large.toSorted()).toEqual(Object.keys(REASONS).toSorted());
  });

  test('an advisory lock is taken by its name, or gives its reason here', () => {
    const REASONS: Record<string, string> = {
      'src/platform/db/named-locks.ts': 'it takes them',
      'src/platform/db/migrate.ts': 'a number, before there are tables',
      'src/platform/db/jobs/worker-liveness.ts': 'two numbers, which a query finds in pg_locks',
      'src/calls/sql.ts': 'its queries are prepared',
      'src/people/invitations/sql.ts': 'a key of 32 bits, as in earlier releases',
    };
    const takers = server.filter((file) => /pg_(try_)?advisory_/.test(read(file)));
    expect(takers.toSorted()).toEqual(Object.keys(REASONS).toSorted());
  });

  test('no comment leaves work for later, and no type check is switched off', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck|expect-error)/;
    expect([...server, ...web].filter((file) => marks.test(read(file)))).toEqual([]);
  });
});

describe('a table has one writer', () => {
  /** Which slice writes a table: the one whose `tables.ts` declares it. */
  const writers = new Map(
    server
      .filter((file) => file.endsWith('/tables.ts'))
      .flatMap((file) => {
        const declared = /interface \w+Tables \{\n([\s\S]*?)\n\}/.exec(read(file))?.[1] ?? '';
        return [...declared.matchAll(/^ {2}'?([\w.]+)'?:/gm)].map((match) => [match[1]!, sliceOf(file)!] as const);
      }),
  );
  const WRITE =
    /(?:insertInto|updateTable|deleteFrom|mergeInto)\('([\w.]+)'|\b(?:insert into|update|delete from|merge into) ([\w.]+|\$\{)/g;
  /** Each write of a query, in kysely or in plain SQL: `${` is a table that a rule names. */
  const writes = server.flatMap((file) =>
    [...read(file).matchAll(WRITE)].map((match) => ({ slice: sliceOf(file), table: (match[1] ?? match[2])! })),
  );

  /** Slice and table, and why. Functions of the database (`migrations/functions`) are not looked at. */
  const EXCEPTIONS: Record<string, string> = {
    'retention tenants': 'a purge begins and ends on the tenant’s own row',
    'retention ${': 'what a purge removes is a table of rules, `PURGE`',
  };

  test('every table is declared by one slice, and only that slice writes it', () => {
    expect(writers.size).toBeGreaterThan(30);
    const foreign = writes
      .filter(({ slice, table }) => (table === '${' || writers.has(table) ? writers.get(table) !== slice : false))
      .map(({ slice, table }) => `${slice} ${table}`);
    expect([...new Set(foreign)].sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });

  test('every table is written by a slice or by the database itself', () => {
    const written = new Set(writes.map(({ table }) => table));
    const byDatabase = [
      'api_requests',
      'billing_ledger',
      'call_charges',
      'emergency_calls',
      'event_positions',
      'events',
      'sandboxes',
      'service_periods',
      'tenant_counts',
      'trunk_states',
    ];
    expect([...writers.keys()].filter((table) => !written.has(table)).sort()).toEqual(byDatabase.toSorted());
  });
});

describe('tables are complete', () => {
  test('each status has its permits and transitions', () => {
    expect(Object.keys(STATUS_PERMITS)).toEqual([...TENANT_STATUSES]);
    expect(Object.keys(TRANSITIONS)).toEqual([...TENANT_STATUSES]);
  });

  test('product code checks each permit', () => {
    const asked = [...server, ...web].filter((file) => !file.startsWith('src/status/rules.ts')).map(read);
    const unasked = PERMITS.filter((permit) => !asked.some((text) => text.includes(`'${permit}'`)));
    expect(unasked).toEqual([]);
  });

  test('the README lists every setting and no other', () => {
    const listed = [...read('README.md').matchAll(/^\| `([A-Z][A-Z_0-9]+)`/gm)].map((match) => match[1]!);
    expect(listed.toSorted()).toEqual(Object.keys(Settings.shape).toSorted());
  });

  test('ARCHITECTURE.md has 150 lines at most, of which none is longer than 180 characters', () => {
    const lines = read('ARCHITECTURE.md').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(150);
    expect(lines.filter((line) => line.length > 180)).toEqual([]);
  });

  test('every npm script named in the docs exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const file of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
      const named = [...read(file).matchAll(/(?:^|`)npm (?:run )?([a-z][a-z:]*)/gm)].map((match) => match[1]!);
      for (const name of named.filter((script) => !['ci', 'install'].includes(script)))
        expect(Object.keys(scripts), `${file}: npm ${name}`).toContain(name);
    }
  });
});
