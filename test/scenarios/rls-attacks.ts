import { Client } from 'pg';
import { newId } from '../../src/platform/values/ids.ts';
import type { PurgeFixtures } from './purge-fixtures.ts';

type Context = { partner_id?: string; tenant_id?: string; actor_id?: string; mode?: string };
/** The attacked partner, with an active and a cancelled tenant; and the attacker, another partner with a tenant. */
export type Victim = {
  own: Required<Omit<Context, 'mode'>>;
  cancelledId: string;
  other: Required<Omit<Context, 'mode'>>;
};
type Role = 'app' | 'worker';
type Table = {
  name: string;
  readable: boolean;
  deletable: boolean;
  insertable: string[];
  updatable: string[];
  columns: string[];
};

/** Columns with the owner of a row. */
const OWNERS = ['partner_id', 'tenant_id', 'actor_id'] as const;

/**
 * Tries everything that a role's privileges allow on every table, as each role of the product: in the context of another partner, without a context
 * on a connection that had one before, and in its own context, where it could give rows to another partner or delete rows that only a purge may
 * delete. Returns the attacks that succeeded.
 */
export async function attackTables(fixtures: PurgeFixtures, victim: Victim) {
  const clients = { app: await connect(fixtures, 'app'), worker: await connect(fixtures, 'worker') };

  async function findHoles(onlyTable?: string): Promise<string[]> {
    const holes: string[] = [];
    for (const role of ['app', 'worker'] as const) {
      const tables = await tablesFor(fixtures, role);
      for (const table of tables.filter(({ name }) => onlyTable === undefined || name === onlyTable)) {
        const given = [...handingOver(table, victim), ...(await slippingIn(fixtures, role, table, victim))];
        const attempts = [...(await byStrangers(fixtures, role, table)), ...given];
        const ofRole = role === 'worker' ? ofPurge(table, victim) : byTestKeys(table, victim);
        for (const attempt of [...attempts, ...ofRole]) {
          const outcome = await attemptIt(clients[role], attempt, victim);
          if (outcome !== null) holes.push(`${role}, ${attempt.who}: ${attempt.text.slice(0, 80)} (${outcome})`);
        }
      }
    }
    return holes;
  }

  const close = async (): Promise<void> => {
    for (const client of Object.values(clients)) await client.end();
  };
  return { findHoles, close };
}

async function connect(fixtures: PurgeFixtures, role: Role): Promise<Client> {
  const client = new Client({ connectionString: fixtures.database.urls[role] });
  await client.connect();
  return client;
}

function tablesFor(fixtures: PurgeFixtures, role: Role): Promise<Table[]> {
  const columns = (
    privilege: string,
  ) => `array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0
    and not attisdropped and attgenerated = '' and has_column_privilege($1, c.oid, attnum, '${privilege}') order by attnum)`;
  return fixtures.query<Table>(
    `select format('%s.%s', n.nspname, c.relname) as name, has_any_column_privilege($1, c.oid, 'SELECT') as readable,
       has_table_privilege($1, c.oid, 'DELETE') as deletable, ${columns('INSERT')} as insertable, ${columns('UPDATE')} as updatable, ${columns('SELECT')} as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('public', 'asterisk') order by 1`,
    [role],
  );
}

type Attempt = {
  who: string;
  context: Context | 'none, after the owner’s';
  text: string;
  values?: unknown[];
  /** The expected SQLSTATEs; by default those of a missing privilege or a policy. */
  refusedBy?: RegExp;
};

const stranger: Context = { partner_id: newId(), tenant_id: newId(), actor_id: newId() };

/** The status table and the names of migrations are the same for everyone. */
const isForAll = (table: string): boolean => ['public.tenant_statuses', 'public.migrations'].includes(table);
/** Prefixes are reserved forever across the platform, so the application can add them, and nothing else. */
const mayAdd = (role: Role, table: string): boolean => role === 'app' && table === 'public.sip_prefixes';

/** Any existing row, as a template for a new one. */
async function rowOf(fixtures: PurgeFixtures, table: string): Promise<Record<string, unknown>> {
  const [found] = await fixtures.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from ${table} t limit 1`,
  );
  if (!found) throw new Error(`${table} has no row to try with: add one in seedRows of purge-fixtures.ts`);
  return found.row;
}

function insertion({ name, insertable }: Table, row: Record<string, unknown>): { text: string; values: unknown[] } {
  const list = insertable.join(', ');
  const text = `insert into ${name} (${list}) select ${list} from jsonb_populate_record(null::${name}, $1)`;
  return { text, values: [JSON.stringify(row)] };
}

async function byStrangers(fixtures: PurgeFixtures, role: Role, table: Table): Promise<Attempt[]> {
  const { name, readable, deletable, insertable, updatable } = table;
  if (isForAll(name)) return [];
  const statements: { text: string; values?: unknown[] }[] = [];
  if (readable) statements.push({ text: `select from ${name}` });
  // reads no column, so that only the UPDATE policy can stop it
  if (updatable.length > 0) statements.push({ text: `update ${name} set ${updatable.at(-1)} = default` });
  if (deletable) statements.push({ text: `delete from ${name}` });
  if (insertable.length > 0 && !mayAdd(role, name)) {
    statements.push(insertion(table, await rowOf(fixtures, name)));
  }
  return statements.flatMap((statement): Attempt[] => [
    { who: 'a stranger', context: stranger, ...statement },
    { who: 'nobody', context: 'none, after the owner’s', ...statement },
  ]);
}

const insidersOf = ({ own }: Victim): [string, Context][] => [
  ['the owner', own],
  ['the partner', { partner_id: own.partner_id }],
  ['the tenant', { tenant_id: own.tenant_id }],
];

/** Different keys where two rows would collide, because a refusal for its key proves nothing. */
const freshKeys = ({ name, insertable }: Table): Record<string, unknown> => ({
  ...(insertable.includes('id') && { id: newId() }),
  ...(name === 'public.dids' && { number: '+12025550000' }),
});

/** New rows that belong to the attacker, except for one column. */
async function slippingIn(fixtures: PurgeFixtures, role: Role, table: Table, victim: Victim): Promise<Attempt[]> {
  const { name, insertable } = table;
  // the actor isn't the owner of the row, and background work writes it without a context
  const saysWho = ['public.audit_events', 'public.suspensions', 'public.mails'].includes(name);
  const columns = OWNERS.filter((column) => insertable.includes(column) && !(column === 'actor_id' && saysWho));
  if (columns.length === 0 || mayAdd(role, name)) return [];
  const row = { ...(await rowOf(fixtures, name)), ...freshKeys(table) };
  for (const column of OWNERS) if (row[column]) row[column] = victim.own[column];
  return columns.flatMap((column) =>
    insidersOf(victim).map(([who, context]): Attempt => {
      const { text, values } = insertion(table, { ...row, [column]: victim.other[column] });
      return { who: `${who}, with another ${column}`, context, text, values, refusedBy: /^(42501|23503|23514)$/ };
    }),
  );
}

/** Gives own rows to another partner. */
function handingOver({ name, updatable, readable }: Table, victim: Victim): Attempt[] {
  if (!readable || isForAll(name)) return [];
  const { own, other } = victim;
  return OWNERS.filter((column) => updatable.includes(column)).flatMap((column) =>
    insidersOf(victim).map(([who, context]): Attempt => {
      const text = `update ${name} set ${column} = $1 where ${column} = $2`;
      return { who, context, text, values: [other[column], own[column]], refusedBy: /^(42501|23)/ };
    }),
  );
}

/** Reads a live tenant's data with a test key. */
function byTestKeys({ name, readable, columns }: Table, { own }: Victim): Attempt[] {
  const of: Record<string, [string, string]> = {
    'public.tenants': ['id', own.tenant_id],
    ...Object.fromEntries(
      ['api_keys', 'flow_templates', 'mails', 'tenant_counts', 'tenant_limits', 'users', 'webhooks'].map((table) => [
        `public.${table}`,
        ['partner_id', own.partner_id] as [string, string],
      ]),
    ),
  };
  const [column, id] = of[name] ?? ['tenant_id', own.tenant_id];
  if (!readable || !columns.includes(column) || name === 'public.sandboxes') return [];
  const context = { partner_id: own.partner_id, mode: 'test' };
  return [{ who: 'a test key', context, text: `select from ${name} where ${column} = $1`, values: [id] }];
}

/** Tries what only a purge may do, as the worker's role, on tenants that aren't due. */
function ofPurge({ name }: Table, { own: { partner_id, tenant_id }, cancelledId }: Victim): Attempt[] {
  const texts: Record<string, string[]> = {
    'public.tenants': ['update tenants set purge_started_at = now()', 'delete from tenants where purge_at is not null'],
    'public.calls': ['delete from calls'],
    'public.mails': ['delete from mails', `update mails set body = ''`],
    'public.manifests': [`update manifests set content = '{}'`],
    'public.audit_events': ['update audit_events set ip = null'],
    'public.idempotency_keys': ['delete from idempotency_keys'],
    'public.dids': ['update dids set last_tenant_name = null where last_tenant_id is not null and tenant_id is null'],
  };
  return (texts[name] ?? []).flatMap((text): Attempt[] => [
    { who: 'jobs of a tenant in service', context: { tenant_id }, text },
    { who: 'jobs of a cancelled tenant', context: { tenant_id: cancelledId }, text },
    ...(name === 'public.dids' ? [] : [{ who: 'jobs of a partner', context: { partner_id }, text }]),
  ]);
}

/** Null if the attack was refused as expected or saw no row. Anything else counts as a success, even if something else stopped it. */
async function attemptIt(
  client: Client,
  { context, text, values, refusedBy = /^42501$/ }: Attempt,
  { own }: Victim,
): Promise<string | null> {
  if (context === 'none, after the owner’s') {
    await begin(client, own);
    await client.query('commit');
    await client.query('begin');
  } else await begin(client, context);
  try {
    const { rowCount } = await client.query(text, values);
    return rowCount === 0 ? null : `${rowCount} rows`;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return refusedBy.test(code) ? null : message;
  } finally {
    await client.query('rollback');
  }
}

async function begin(client: Client, context: Context): Promise<void> {
  await client.query('begin');
  for (const [key, id] of Object.entries(context))
    await client.query('select set_config($1, $2, true)', [`app.${key}`, id]);
}
