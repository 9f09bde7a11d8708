import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBaresip, type Baresip } from '../sip/baresip.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from './call-control-fixture.ts';

/** Programs that nobody here wrote; set-up gets them for the long form. */
const there = (program: string): boolean => {
  const found = process.env['LONG'] !== undefined && spawnSync('which', [program]).status === 0;
  if (process.env['LONG'] !== undefined && !found)
    console.log(
      `SKIPPED: ${program} is not here. As root, set-up installs it; otherwise: sudo apt-get install ${program}`,
    );
  return found;
};
const LONG = process.env['LONG'] !== undefined;

let fixture: CallControlFixture;
let shop: TenantWithPhones;
beforeAll(async () => {
  if (!LONG) return;
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('shop', ['101', '102', '103', '104']);
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

const uri = (number: string): string => `sip:${number}@${fixture.sip.host}:${fixture.sip.port}`;

/** A program that does not get so far must not be left running. */
async function orDispose(phone: AsyncDisposable, ready: Promise<void>): Promise<void> {
  try {
    await ready;
  } catch (error) {
    await phone[Symbol.asyncDispose]();
    throw error;
  }
}

async function baresipOf(of: TenantWithPhones, number: string, tone: number): Promise<Baresip> {
  const phone = await startBaresip({ ...(await of.credentials(number)), server: fixture.sip, tone });
  await orDispose(phone, phone.registered());
  return phone;
}

describe.skipIf(!there('baresip'))('baresip', () => {
  test('calls and is heard, holds and resumes, and is told that it can transfer nobody', async () => {
    await using callee = await shop.openPhone('102');
    await using phone = await baresipOf(shop, '101', 440);
    const atCallee = callee.listen({ tone: 620 });
    await phone.do('dial', uri('102'));
    const taken = await atCallee.nextCall();
    await phone.event('CALL_ESTABLISHED');
    await taken.hears(440);
    await phone.do('hold');
    await taken.hears('silence');
    await phone.do('resume');
    await taken.hears(440);
    await phone.do('transfer', uri('103'));
    // it hangs up by itself then
    expect((await phone.event('TRANSFER_FAILED')).param).toContain('603');
    expect(await taken.ended).toMatchObject({ answered: true, endedBy: 'them' });
  });

  test('is called, answers and is heard', async () => {
    await using caller = await shop.openPhone('102');
    await using phone = await baresipOf(shop, '101', 440);
    const call = caller.call('101', { tone: 620 });
    await phone.event('CALL_INCOMING');
    await phone.do('accept');
    await call.hears(440);
    expect(await call.hangUp()).toMatchObject({ answered: true });
    await phone.event('CALL_CLOSED');
  });

  test('hears why a suspended tenant cannot call, and cannot register once it is cancelled', async () => {
    const other = await fixture.addTenant('other', ['101', '102']);
    const known = await other.credentials('101');
    const phone = await baresipOf(other, '101', 440);
    await other.setStatus('SUSPENDED');
    await phone.do('dial', uri('102'));
    const closed = await phone.event('CALL_CLOSED', 15_000);
    expect(closed.param).toContain('403');
    await phone[Symbol.asyncDispose]();
    await other.cancel();
    await using later = await startBaresip({ ...known, server: fixture.sip, tone: 440 });
    await expect(later.registered(3000)).rejects.toThrow(/a registration by baresip/);
  });
});

const run = (program: string, args: string[], timeout = 60_000): Promise<string> =>
  promisify(execFile)(program, args, { timeout }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
  );

describe.skipIf(!there('sipsak'))('sipsak', () => {
  test('registers with a good password, and is refused with another', async () => {
    const { sipUsername, password } = await shop.credentials('103');
    const register = (secret: string) =>
      run('sipsak', [
        '-U',
        '-vv',
        '-x',
        '60',
        '-u',
        sipUsername,
        '-a',
        secret,
        '-s',
        `sip:${sipUsername}@${fixture.sip.host}:${fixture.sip.port}`,
      ]);
    expect(await register(password)).toMatch(/tests completed successful/);
    expect(await register('wrong')).not.toMatch(/tests completed successful/);
  });
});

describe.skipIf(!there('svwar'))('sipvicious', () => {
  test('finds no account and no password', async () => {
    const [host, port] = [fixture.sip.host, String(fixture.sip.port)];
    const found = await run('svwar', ['-p', port, '-e', '100-160', '-m', 'REGISTER', host], 90_000);
    expect(found).not.toMatch(/\|\s*1\d\d\s*\|/);
    const { sipUsername, password } = await shop.credentials('101');
    const cracked = await run('svcrack', ['-p', port, '-u', sipUsername, '-r', '1-300', host], 90_000);
    expect(cracked).not.toContain(password);
    expect(cracked).not.toMatch(/The password for/);
    // a scan must not keep out who belongs here
    await using phone = await shop.openPhone('102');
    expect((await phone.register()).finalStatus).toBe(200);
  });
});
