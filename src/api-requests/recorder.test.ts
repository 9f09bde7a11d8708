import { expect, test, vi } from 'vitest';
import { openRequestRecorder } from './recorder.ts';
import type { NewRequest } from './sql.ts';

const request = (id: number, partner_id = 'northwind') => ({
  id: String(id),
  partner_id,
  tenant_id: null,
  by_tenant: false,
  key_id: 'key',
  at: '2026-11-29T12:00:00.000Z',
  method: 'GET',
  route: '/tenants',
  status: 200,
  duration_ms: 3,
  test: false,
});

test('writes many requests at once, and the rest when it is closed', async () => {
  const write = vi.fn<(requests: readonly NewRequest[]) => Promise<void>>().mockResolvedValue();
  const recorder = openRequestRecorder(write, () => 0);
  for (let id = 0; id < 550; id++) recorder.record(request(id));
  expect(write).not.toHaveBeenCalled();
  await recorder.flush();
  expect(write.mock.calls.map(([requests]) => requests.length)).toEqual([500, 50]);
  recorder.record(request(550));
  await recorder.flush();
  expect(write.mock.lastCall?.[0]).toMatchObject([{ id: '550', represents: 1 }]);
});

test('samples one partner’s flood without dropping another’s requests, and starts over each minute', async () => {
  const seen: NewRequest[] = [];
  let now = 0;
  const recorder = openRequestRecorder(
    async (requests) => void seen.push(...requests),
    () => now,
  );
  for (let id = 0; id < 700; id++) recorder.record(request(id));
  recorder.record(request(1, 'contoso'));
  now = 60_000;
  recorder.record(request(701));
  await recorder.flush();
  const northwind = seen.filter(({ partner_id }) => partner_id === 'northwind');
  expect(northwind).toHaveLength(600 + 10 + 1);
  expect(northwind.at(-1)).toMatchObject({ represents: 1 });
  expect(seen.filter(({ partner_id }) => partner_id === 'contoso')).toMatchObject([{ represents: 1 }]);
});

test('drops what the database refuses, and continues', async () => {
  const write = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('away')).mockResolvedValue();
  const recorder = openRequestRecorder(write, () => 0);
  recorder.record(request(1));
  await recorder.flush();
  recorder.record(request(2));
  await recorder.flush();
  expect(write).toHaveBeenCalledTimes(2);
});
