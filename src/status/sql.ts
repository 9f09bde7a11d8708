import type pg from 'pg';
import { TENANT_STATUSES } from './contract.ts';
import { STATUS_PERMITS } from './rules.ts';

/** Updates the database's copy of the status table, which Asterisk's views read. The migrating role runs it at every start. */
export async function writeStatusPermits(client: pg.ClientBase): Promise<void> {
  for (const status of TENANT_STATUSES) {
    const { register, inbound, outbound, emergency } = STATUS_PERMITS[status];
    await client.query(
      `insert into tenant_statuses (status, register, inbound, outbound, emergency) values ($1, $2, $3, $4, $5)
       on conflict (status) do update set register = $2, inbound = $3, outbound = $4, emergency = $5`,
      [status, register, inbound, outbound, emergency],
    );
  }
}
