import { expect, test } from 'vitest';
import { reloadModule } from './reload-module.ts';

/** An Asterisk that responds with these statuses, one after the other. */
function asterisk(...statuses: number[]) {
  const asked: string[] = [];
  const request = (method: string, path: string) => {
    asked.push(`${method} ${path}`);
    return Promise.resolve({ status: statuses.shift() ?? 204, body: undefined });
  };
  return { asked, request };
}

test('a reload waits until Asterisk has reloaded another module', async () => {
  const { asked, request } = asterisk(409, 409, 204);
  await reloadModule(request, 'res_musiconhold.so');
  expect(asked).toEqual(Array.from({ length: 3 }, () => 'PUT asterisk/modules/res_musiconhold.so'));
});

test('a reload that Asterisk refuses fails', async () => {
  const { asked, request } = asterisk(404);
  await expect(reloadModule(request, 'none.so')).rejects.toThrow('Asterisk does not reload none.so: 404');
  expect(asked).toHaveLength(1);
});
