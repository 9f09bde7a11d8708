import { newId } from '../src/platform/ids.ts';
import { compare, drive, print } from './measure.ts';
import { inTransaction, raiseStage, request } from './stage.ts';

const CLIENTS = 8;
const MS = 2000;

/** Audited creation of tenants by 8 clients; the peer writes the same rows as raw SQL in one transaction each. */
export async function run(): Promise<void> {
  const stage = await raiseStage();
  let made = 0;
  const prefix = () => `c${(++made).toString(36).padStart(6, '0')}`;
  try {
    const ours = async () => {
      const done = await drive(CLIENTS, MS, async () => {
        const sipPrefix = prefix();
        const headers = { cookie: stage.cookie, origin: stage.origin };
        const { status, body } = await request(`${stage.origin}/api/v1/tenants`, {
          method: 'POST',
          headers,
          body: { name: `Tenant ${sipPrefix}`, sipPrefix },
        });
        if (status !== 201) throw new Error(`${status} ${body}`);
      });
      return done.length / (MS / 1000);
    };
    const peer = async () => {
      const done = await drive(CLIENTS, MS, async () => {
        const [id, sipPrefix] = [newId(), prefix()];
        await inTransaction(stage.superuser, async (client) => {
          await client.query('insert into sip_prefixes (prefix, tenant_id) values ($1, $2)', [sipPrefix, id]);
          await client.query(
            "insert into tenants (id, partner_id, name, sip_prefix, status, timezone) values ($1, $2, $3, $4, 'TRIAL', 'UTC')",
            [id, stage.partnerId, `Tenant ${sipPrefix}`, sipPrefix],
          );
          await client.query('insert into tenant_limits (tenant_id, partner_id) values ($1, $2)', [
            id,
            stage.partnerId,
          ]);
          await client.query(
            "insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind, target_id) values ($1, $2, $3::uuid, 'partner_admin', 'tenant.created', 'tenant', $3::uuid::text)",
            [newId(), stage.partnerId, id],
          );
        });
      });
      return done.length / (MS / 1000);
    };
    const result = await compare({ ours, peer });
    print({ name: 'create', ...result, unit: 'tenants/s', goal: '>= 0.25', met: result.figure / result.peer >= 0.25 });
  } finally {
    await stage.close();
  }
}
