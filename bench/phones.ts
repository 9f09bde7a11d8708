import fs from 'node:fs';
import path from 'node:path';
import { requestAri } from '../src/asterisk/ari-request.ts';
import { readConnection } from '../src/asterisk/connection.ts';
import type { LoadResult, LoadRow } from '../test/sip/load.ts';
import type { Product } from './product.ts';

const PASSWORD = 'bench';
/** Half of a tenant's phones call the other half. Each caller has its own callee. */
const CALLERS = 100;
const FIRST_CALLER = 100;
const FIRST_CALLEE = FIRST_CALLER + CALLERS;

export type Fleet = { tenantId: string; name: string; sipPrefix: string };

/** A tenant with 200 extensions. */
export async function newFleet({ call, superuser }: Product, sipPrefix: string): Promise<Fleet> {
  const name = `Fleet ${sipPrefix}`;
  const { id } = (await call('POST', '/tenants', { name, sipPrefix, status: 'ACTIVE' })) as { id: string };
  await superuser.query(
    `insert into extensions (id, tenant_id, number, name, sip_username, ha1, sealed_password)
     select gen_random_uuid(), $1, n, 'Phone ' || n, $2 || '-' || n, md5($2 || '-' || n || ':phones:' || $3), ''
     from generate_series($4::int, $5::int) n`,
    [id, sipPrefix, PASSWORD, FIRST_CALLER, FIRST_CALLEE + CALLERS - 1],
  );
  return { tenantId: id, name, sipPrefix };
}

/** The callers and the numbers they dial; `before` is a prefix of each number. */
export function callers({ sipPrefix }: Fleet, before = ''): LoadRow[] {
  return Array.from({ length: CALLERS }, (_, n) => ({
    sipUsername: `${sipPrefix}-${FIRST_CALLER + n}`,
    password: PASSWORD,
    number: `${before}${FIRST_CALLEE + n}`,
  }));
}

/** Registers the called phones at the far end's port. By SQL, because for a REGISTER, Asterisk stores the port that it came from. */
export async function registerCallees(
  { superuser }: Pick<Product, 'superuser'>,
  { sipPrefix }: Fleet,
  port: number,
): Promise<void> {
  await superuser.query(
    `insert into asterisk.ps_contacts (id, endpoint, uri, expiration_time, qualify_frequency, outbound_proxy, path, user_agent, qualify_timeout,
       authenticate_qualify, prune_on_boot, qualify_2xx_only, via_addr, via_port, call_id)
     select phone || '^3B@' || md5(phone), phone, 'sip:' || phone || '@127.0.0.1:' || $3, extract(epoch from now())::bigint + 86400, 0, '', '', '', 3,
       'no', 'no', 'false', '127.0.0.1', $3::integer, phone
     from (select $1 || '-' || n as phone from generate_series($2::int, $2 + $4 - 1) n) phones`,
    [sipPrefix, FIRST_CALLEE, port, CALLERS],
  );
}

/** Calls dialled with this prefix bypass call control. */
export const PLAIN = '0';

/** Adds a plain two-line dialplan to the running Asterisk for the same phones. Calls with a leading 0 use it. Everything else is the same. */
export async function addPlainDialplan({ dataDir }: Pick<Product, 'dataDir'>, { sipPrefix }: Fleet): Promise<void> {
  await addDialplan(dataDir, [
    '[phones](+)',
    `exten => _${PLAIN}XXX,1,Dial(PJSIP/${sipPrefix}-\${EXTEN:1},25)`,
    ' same => n,Hangup()',
  ]);
}

/** Calls with this prefix bypass call control. Asterisk records them itself, each side in its own file, as we do. */
export const PLAIN_RECORDED = '9';

export async function addPlainRecording({ dataDir }: Pick<Product, 'dataDir'>, { sipPrefix }: Fleet): Promise<void> {
  const { status } = await requestAri(readConnection(dataDir), 'POST', 'asterisk/modules/app_mixmonitor.so');
  if (status >= 300 && status !== 409) throw new Error(`Asterisk can't record by itself: ${status}`);
  await addDialplan(dataDir, [
    '[phones](+)',
    `exten => _${PLAIN_RECORDED}XXX,1,MixMonitor(,r(\${UNIQUEID}-in.wav)t(\${UNIQUEID}-out.wav))`,
    ` same => n,Dial(PJSIP/${sipPrefix}-\${EXTEN:1},25)`,
    ' same => n,Hangup()',
  ]);
}

/** Adds lines to the dialplan of a product’s Asterisk. */
export async function addDialplan(dataDir: string, lines: readonly string[]): Promise<void> {
  fs.appendFileSync(path.join(dataDir, 'asterisk/etc/extensions.conf'), `\n${lines.join('\n')}\n`);
  const { status, body } = await requestAri(readConnection(dataDir), 'PUT', 'asterisk/modules/pbx_config.so');
  if (status >= 300) throw new Error(`Asterisk did not take the dialplan: ${status} ${JSON.stringify(body)}`);
}

/** Calls that were not answered with 200. */
export const failedOf = ({ calls }: LoadResult): number =>
  calls.filter(({ finalStatus }) => finalStatus !== 200).length;

/** UDP datagrams that the kernel has dropped, on this machine and at the SIP sockets of these ports. */
function udpErrors(...ports: number[]): { machine: number; sip: number } {
  const [names, values] = rows('/proc/net/snmp').filter(([title]) => title === 'Udp:');
  // the second column is address:port in hexadecimal, the last one the drops
  const sockets = rows('/proc/net/udp').filter((row) =>
    ports.includes(Number.parseInt(row[1]?.split(':')[1] ?? '', 16)),
  );
  return {
    machine: Number(values![names!.indexOf('InErrors')]),
    sip: sockets.reduce((sum, row) => sum + Number(row.at(-1)), 0),
  };
}

const rows = (file: string): string[][] =>
  fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

/** Starts counting; the returned function says how many packets were dropped since. */
export function countUdpErrors(...ports: number[]): () => string {
  const before = udpErrors(...ports);
  return () => {
    const { machine, sip } = udpErrors(...ports);
    return `UDP errors: ${sip - before.sip} at the SIP sockets, ${machine - before.machine} on the machine`;
  };
}
