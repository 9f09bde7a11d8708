import { expect, test } from 'vitest';
import { type Ari, openRegistrar, type TrunkLogin } from './registrar.ts';

/**
 * A stub of Asterisk. Like the real one it answers a deletion at once, and stops what then has that name when it comes to it (`catchUp`).
 */
class Asterisk {
  readonly #objects = new Set<string>();
  readonly #working = new Set<string>();
  readonly #deleted: string[] = [];
  /** the requests since this was last read */
  readonly #done: string[] = [];
  readonly registrar = openRegistrar((...request) => this.#answer(...request));

  readonly #answer: Ari = async (method, path, body) => {
    const name = path.replace('asterisk/config/dynamic/res_pjsip/', '');
    if (method === 'GET') {
      return { status: 200, body: [{ attribute: 'outbound_proxy', value: 'sip:carrier@127.0.0.1:5;lr' }] };
    }
    const { fields = [] } = (body as { fields?: { attribute: string; value: string }[] } | undefined) ?? {};
    const shown = fields.filter(({ attribute }) => /password|outbound_proxy|client_uri|contact/.test(attribute));
    this.#done.push([method, name, ...shown.map(({ value }) => value)].join(' '));
    if (method === 'DELETE') {
      this.#objects.delete(name);
      this.#deleted.push(name);
      return { status: 204, body: undefined };
    }
    this.#objects.add(name);
    this.#working.add(name);
    return { status: 200, body: undefined };
  };

  done(): string[] {
    return this.#done.splice(0);
  }
  catchUp(): void {
    for (const name of this.#deleted.splice(0)) this.#working.delete(name);
  }
  registrations(): Map<string, string> {
    const names = [...this.#objects].filter((name) => name.startsWith('registration/'));
    return new Map(
      names.map((name) => [name.slice('registration/'.length), this.#working.has(name) ? 'Registered' : '']),
    );
  }
  sync(...logins: TrunkLogin[]): Promise<void> {
    return this.registrar.sync(logins, this.registrations());
  }
}
const login = (more: Partial<TrunkLogin> = {}): TrunkLogin => ({
  id: '1',
  host: '192.0.2.1',
  port: 5060,
  username: 'north@wind',
  password: 'secret',
  registers: true,
  version: 'a',
  ...more,
});

test('a login is sent once, again when it or Asterisk changes, and removed when it is deleted', async () => {
  const asterisk = new Asterisk();
  await asterisk.sync(login());
  expect(asterisk.done()).toEqual([
    'PUT auth/trunk-1 secret',
    'PUT registration/trunk-1-a sip:north%40wind@192.0.2.1:5060 registered-a sip:carrier@127.0.0.1:5;lr',
  ]);
  await asterisk.sync(login());
  expect(asterisk.done()).toEqual([]);
  await asterisk.sync(login({ registers: false }));
  expect(asterisk.done()).toEqual(['DELETE registration/trunk-1-a']);
  asterisk.registrar.reset();
  await asterisk.sync(login({ registers: false }));
  expect(asterisk.done()).toEqual(['PUT auth/trunk-1 secret']);
  await asterisk.sync();
  expect(asterisk.done()).toEqual(['DELETE auth/trunk-1']);
});

test('a changed login registers although Asterisk is slow to end the old one', async () => {
  const asterisk = new Asterisk();
  await asterisk.sync(login());
  await asterisk.sync(login({ password: 'better', version: 'b' }));
  asterisk.catchUp();
  expect([...asterisk.registrations()]).toEqual([['trunk-1-b', 'Registered']]);
});

test('a registration that Asterisk no longer works on is sent again', async () => {
  const asterisk = new Asterisk();
  await asterisk.sync(login());
  await asterisk.sync(login({ registers: false }));
  await asterisk.sync(login());
  asterisk.catchUp();
  expect([...asterisk.registrations()]).toEqual([['trunk-1-a', '']]);
  await asterisk.sync(login());
  expect([...asterisk.registrations()]).toEqual([['trunk-1-a', 'Registered']]);
});

test('a registration of no known trunk is ended', async () => {
  const asterisk = new Asterisk();
  await asterisk.registrar.sync([], new Map([['trunk-9', 'Registered']]));
  expect(asterisk.done()).toEqual(['DELETE registration/trunk-9']);
});
