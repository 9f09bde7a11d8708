import { openCarrier, type Carrier } from '../test/sip/carrier.ts';
import { openPhone, type Phone } from '../test/sip/phone.ts';
import { openQuietCarrier } from '../test/sip/quiet-carrier.ts';
import { until } from '../test/until.ts';
import { compare, print } from './measure.ts';
import { type Product, startBenchProduct } from './product.ts';

const GOAL_MS = 4000;
const HOST = '127.0.0.1';

/** The time from INVITE to the second carrier's 200 while the first one has just gone silent. The peer is the second carrier alone. */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    await using caller = await registered(product);
    await using second = await openCarrier();
    await addTrunk(product, 'second', second.port, 2);
    await untilReachable(product, 'second');
    const ours = async (): Promise<number> => {
      await using first = await openQuietCarrier();
      await addTrunk(product, 'first', first.port, 1);
      await untilReachable(product, 'first');
      first.fallSilent();
      try {
        return await setupOf(caller, second);
      } finally {
        await product.superuser.query("delete from trunks where name = 'first'");
      }
    };
    const { figure, peer, noisy } = await compare({ ours, peer: () => setupOf(caller, second) });
    print({ name: 'failover', figure, peer, unit: 'ms', goal: '<= 4000 ms', met: figure <= GOAL_MS, noisy });
  } finally {
    await product.close();
  }
}

async function setupOf(caller: Phone, second: Carrier): Promise<number> {
  const listening = second.listen();
  const call = caller.call('911');
  await Promise.all([call.answered, listening.nextCall(40_000)]);
  return (await call.hangUp()).setupMs;
}

async function registered(product: Product): Promise<Phone> {
  const { id } = (await product.call('POST', '/tenants', { name: 'F', sipPrefix: 'failover', status: 'ACTIVE' })) as {
    id: string;
  };
  const at = `/tenants/${id}/extensions`;
  const extension = (await product.call('POST', at, { number: '101', name: 'Caller' })) as { id: string };
  const shown = (await product.call('GET', `${at}/${extension.id}/credentials`)) as {
    sipUsername: string;
    sipPassword: string;
  };
  const opened = await openPhone({ sipUsername: shown.sipUsername, password: shown.sipPassword, server: product.sip });
  const { finalStatus } = await opened.register();
  if (finalStatus !== 200) throw new Error(`The phone cannot register: ${finalStatus}`);
  return opened;
}

async function addTrunk({ superuser }: Product, name: string, port: number, priority: number): Promise<void> {
  await superuser.query(
    'insert into trunks (id, name, host, port, match, priority) values (gen_random_uuid(), $1, $2, $3, $4, $5)',
    [name, HOST, port, `${HOST}:${port}`, priority],
  );
}

async function untilReachable({ superuser }: Product, name: string): Promise<void> {
  const answers = 'select from trunk_states s join trunks t on t.id = s.trunk_id where t.name = $1 and s.reachable';
  await until(`the trunk ${name} to answer`, async () => (await superuser.query(answers, [name])).rowCount, 30_000);
}
