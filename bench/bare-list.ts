import Fastify, { type FastifyRequest } from 'fastify';
import pg from 'pg';
import { hashToken } from '../src/platform/secrets.ts';

/**
 * The peer of `list`, `search` and `api`: the same page by the same index, without limits, request log or contract. A request with a key is
 * authenticated and needs its scope, as in any implementation; one without a key needs no sign-in.
 */
const COLUMNS: Record<string, string> = {
  name: 'name collate "und-x-icu"',
  sipPrefix: 'sip_prefix',
  status: 'status',
  usersCount: 'users_count',
  didsCount: 'dids_count',
  extensionsCount: 'extensions_count',
  createdAt: 'created_at',
};
const benchPartner = process.env.BARE_PARTNER!;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = Fastify();

/** The partner of a request. */
async function partnerOf(client: pg.PoolClient, request: FastifyRequest, scope: string): Promise<string> {
  const key = request.headers.authorization?.slice('Bearer '.length);
  if (key === undefined) return benchPartner;
  const { rows } = await client.query('select partner_id, scopes from read_api_key($1)', [hashToken(key)]);
  if (!rows[0]?.scopes.includes(scope)) throw new Error('This key isn’t valid here.');
  return rows[0].partner_id;
}

async function reading<T>(
  request: FastifyRequest,
  scope: string,
  read: (client: pg.PoolClient, partner: string) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    const partner = await partnerOf(client, request, scope);
    await client.query('begin');
    await client.query("select set_config('app.partner_id', $1, true)", [partner]);
    const result = await read(client, partner);
    await client.query('commit');
    return result;
  } finally {
    client.release();
  }
}

app.get('/tenants', (request) => {
  const column = COLUMNS[(request.query as { sort: string }).sort]!;
  return reading(request, 'tenants.read', async (client, partner) => {
    const { rows } = await client.query(`select * from tenants where partner_id = $1 order by ${column}, id limit 51`, [
      partner,
    ]);
    return { items: rows.slice(0, 50) };
  });
});
app.get('/tenants/:id', (request) => {
  const { id } = request.params as { id: string };
  return reading(request, 'tenant.read', async (client) => {
    const { rows } = await client.query('select * from tenants where id = $1', [id]);
    return rows[0];
  });
});
app.get('/search', async (request) => {
  const pattern = `%${(request.query as { needle: string }).needle.toLowerCase()}%`;
  const page = await pool.query(
    'select * from tenants where partner_id = $1 and search_text like $2 order by name collate "und-x-icu", id limit 51',
    [benchPartner, pattern],
  );
  const count = await pool.query(
    'select count(*)::int as n from tenants where partner_id = $1 and search_text like $2',
    [benchPartner, pattern],
  );
  return { items: page.rows, total: count.rows[0].n };
});
await app.listen({ port: Number(process.env.BARE_PORT), host: '127.0.0.1' });
