import Fastify from 'fastify';
import pg from 'pg';

/** The peer of `list`, `search` and `api`: the same page by the same index, with nothing around it: no sign-in, no policies' context, no contract. */
const COLUMNS: Record<string, string> = {
  name: 'name collate "und-x-icu"',
  sipPrefix: 'sip_prefix',
  status: 'status',
  usersCount: 'users_count',
  didsCount: 'dids_count',
  extensionsCount: 'extensions_count',
  createdAt: 'created_at',
};
const partner = process.env.BARE_PARTNER!;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = Fastify();
app.get('/tenants', async (request) => {
  const column = COLUMNS[(request.query as { sort: string }).sort]!;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('app.partner_id', $1, true)", [partner]);
    const { rows } = await client.query(`select * from tenants where partner_id = $1 order by ${column}, id limit 51`, [
      partner,
    ]);
    await client.query('commit');
    return { items: rows.slice(0, 50) };
  } finally {
    client.release();
  }
});
app.get('/tenants/:id', async (request) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('app.partner_id', $1, true)", [partner]);
    const { rows } = await client.query('select * from tenants where id = $1', [(request.params as { id: string }).id]);
    await client.query('commit');
    return rows[0];
  } finally {
    client.release();
  }
});
app.get('/search', async (request) => {
  const pattern = `%${(request.query as { needle: string }).needle.toLowerCase()}%`;
  const page = await pool.query(
    'select * from tenants where partner_id = $1 and search_text like $2 order by name collate "und-x-icu", id limit 51',
    [partner, pattern],
  );
  const count = await pool.query(
    'select count(*)::int as n from tenants where partner_id = $1 and search_text like $2',
    [partner, pattern],
  );
  return { items: page.rows, total: count.rows[0].n };
});
await app.listen({ port: Number(process.env.BARE_PORT), host: '127.0.0.1' });
