import { expect, test } from 'vitest';
import { carrier } from './carrier.ts';
import { phone } from './phone.ts';

test('two-way audio', async () => {
  await using world = await carrier();
  await using ada = await phone({ sipUsername: 'acme-101', password: 'x', server: { host: '127.0.0.1', port: world.port } });
  const incoming = world.listen({ tone: 1000 });
  const call = ada.call('+12025550100', { tone: 440 });
  const taken = await incoming.nextCall();
  await call.answered;
  await Promise.all([call.hears(1000), taken.hears(440)]);
  const result = await call.hangUp();
  console.log(JSON.stringify(result), JSON.stringify(await taken.ended), taken.from, taken.dialled);
  expect(result.heard.tones).toEqual([1000]);
});
