import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBaresip, type Baresip } from '../../sip/baresip.ts';
import { startLinphone, type Linphone } from '../../sip/linphone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

/** SIP programs by others; set-up installs them for the long tests. */
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
  shop = await fixture.addTenant('shop', ['101', '102', '103', '104', '105', '106']);
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

const uri = (number: string): string => `sip:${number}@${fixture.sip.host}:${fixture.sip.port}`;

/** Waits until the program has registered; if it doesn't, ends it. */
async function registered<P extends AsyncDisposable & { registered(): Promise<void> }>(opened: P): Promise<P> {
  try {
    await opened.registered();
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

const optionsOf = async (of: TenantWithPhones, number: string, tone: number) => ({
  ...(await of.credentials(number)),
  server: fixture.sip,
  tone,
});
const baresipOf = async (of: TenantWithPhones, number: string, tone: number): Promise<Baresip> =>
  registered(await startBaresip(await optionsOf(of, number, tone)));
const linphoneOf = async (of: TenantWithPhones, number: string, tone: number): Promise<Linphone> =>
  registered(await startLinphone(await optionsOf(of, number, tone)));

/** How a caller uses a mailbox with one of these programs. */
type MailboxCaller = {
  /** Calls a number, and hears what answers. */
  dial(number: string): Promise<void>;
  press(keys: string): Promise<void>;
  hears(what: number | 'sound', withinMs?: number): Promise<void>;
  hangUp(): Promise<void>;
};
const PIN = '4071';

/** Leaves a message for an extension without a phone, and listens to it with the mailbox's PIN. */
async function leaveAndFetch(caller: MailboxCaller, number: string, tone: number): Promise<{ read: boolean }[]> {
  const api = async (method: string, path: string, body?: object): Promise<any> => {
    const { status, body: answer } = await fixture.ask(method, `${shop.path}${path}`, body);
    expect(status).toBeLessThan(300);
    return answer;
  };
  await api('PATCH', `/extensions/${shop.extensionId(number)}`, { voicemailEnabled: true });
  const { id } = (await api('GET', `/mailboxes?search=${number}`)).items[0];
  await api('PATCH', `/mailboxes/${id}`, { pin: PIN });
  const messages = async (): Promise<{ read: boolean }[]> => (await api('GET', `/voicemails?mailboxId=${id}`)).items;
  const spool = `${fixture.asterisk.connection.spool}/recording`;

  await caller.dial(number);
  await caller.hears('sound');
  await caller.press('#');
  const isTwoSeconds = (name: string): boolean => statSync(`${spool}/${name}`).size > 2 * BYTES_A_SECOND;
  await until('2 s of speech', () => readdirSync(spool).some(isTwoSeconds));
  await caller.hangUp();
  await until('the message', async () => (await messages()).length === 1);

  await caller.dial('*98');
  await caller.hears('sound');
  await caller.press(`${number}#`);
  await caller.press(`${PIN}#`);
  await caller.hears('sound');
  await caller.press('1');
  await caller.hears(tone);
  await caller.hangUp();
  return messages();
}
/** The rate of a message's sound: 8 kHz, 16 bits. */
const BYTES_A_SECOND = 16_000;

describe.skipIf(!there('baresip'))('baresip', () => {
  test('leaves a message, and listens to it with *98 and the PIN', async () => {
    await using phone = await baresipOf(shop, '101', 440);
    const established = (): number => phone.events.filter(({ type }) => type === 'CALL_ESTABLISHED').length;
    const caller: MailboxCaller = {
      async dial(number) {
        const before = established();
        await phone.do('dial', uri(number));
        await until('an answer', () => established() > before);
      },
      press: async (keys) => phone.do('sndcode', keys),
      hears: phone.hears,
      hangUp: () => phone.do('hangup'),
    };
    expect(await leaveAndFetch(caller, '105', 440)).toMatchObject([{ read: true }]);
  });

  test('calls and is heard, holds and resumes, and transfers', async () => {
    await using callee = await shop.openPhone('102');
    await using phone = await baresipOf(shop, '101', 440);
    const atCallee = callee.listen({ tone: 620 });
    await phone.do('dial', uri('102'));
    const taken = await atCallee.nextCall();
    await phone.event('CALL_ESTABLISHED');
    await taken.hears(440);
    await phone.do('hold');
    await taken.hears('sound');
    await phone.do('resume');
    await taken.hears(440);
    await using third = await shop.openPhone('103');
    const atThird = third.listen({ tone: 900 });
    await phone.do('transfer', uri('103'));
    const moved = await atThird.nextCall();
    await Promise.all([taken.hears(900), moved.hears(620)]);
    expect(await moved.hangUp()).toMatchObject({ answered: true });
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

  test('gets 403 when its tenant is suspended, and cannot register once it is cancelled', async () => {
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

describe.skipIf(!there('linphonec'))('linphone', () => {
  test('leaves a message, and listens to it with *98 and the PIN', async () => {
    await using phone = await linphoneOf(shop, '104', 440);
    const caller: MailboxCaller = {
      async dial(number) {
        phone.do(`call ${number}`);
        await phone.prints(/Media streams established/, 15_000);
        phone.openAudio();
      },
      async press(keys) {
        for (const key of keys) phone.do(key);
      },
      hears: phone.hears,
      async hangUp() {
        phone.do('terminate');
        await phone.prints(/ended/);
      },
    };
    expect(await leaveAndFetch(caller, '106', 440)).toMatchObject([{ read: true }]);
  });

  test('calls, hears and is heard, holds, resumes and hangs up', async () => {
    await using callee = await shop.openPhone('102');
    await using phone = await linphoneOf(shop, '104', 440);
    const atCallee = callee.listen({ tone: 620 });
    phone.do('call 102');
    const taken = await atCallee.nextCall();
    await phone.prints(/connected/);
    phone.openAudio();
    await Promise.all([taken.hears(440), phone.hears(620)]);
    phone.do('pause');
    await phone.prints(/now paused/);
    phone.do('resume');
    await phone.prints(/Media streams established/);
    await taken.hears(440);
    phone.do('terminate');
    expect(await taken.ended).toMatchObject({ answered: true, endedBy: 'them' });
  });

  test('is called, answers, hears and is heard', async () => {
    await using caller = await shop.openPhone('102');
    await using phone = await linphoneOf(shop, '104', 440);
    const call = caller.call('104', { tone: 620 });
    await phone.prints(/incoming call/);
    phone.do('answer');
    await phone.prints(/Media streams established/);
    phone.openAudio();
    await Promise.all([call.hears(440), phone.hears(620)]);
    expect(await call.hangUp()).toMatchObject({ answered: true });
    await phone.prints(/ended/);
  });

  test('is refused when its tenant is suspended, and cannot register once it is cancelled', async () => {
    const closing = await fixture.addTenant('closing', ['101', '102']);
    const options = await optionsOf(closing, '101', 440);
    const phone = await linphoneOf(closing, '101', 440);
    await closing.setStatus('SUSPENDED');
    phone.do('call 102');
    await phone.prints(/ error\./, 15_000);
    expect(await fixture.app.query('select reason from calls where tenant_id = $1', [closing.id])).toEqual([
      { reason: 'suspended' },
    ]);
    await phone[Symbol.asyncDispose]();
    await closing.cancel();
    await using later = await startLinphone(options);
    await expect(later.registered(3000)).rejects.toThrow(/linphonec to register/);
  });
});

describe.skipIf(!there('baresip') || !there('linphonec'))('digits pressed during a call (RFC 4733)', () => {
  /** The digits that the phone has received, in order. */
  const digitsAt = (phone: Baresip): string =>
    phone.events.flatMap(({ type, param }) => (type === 'CALL_DTMF_START' ? param : [])).join('');
  const received = (phone: Baresip, count: number): Promise<string> =>
    until(`${count} digits`, () => digitsAt(phone).length >= count && digitsAt(phone));

  test('reach the other phone, from caller to callee and back', async () => {
    await using caller = await baresipOf(shop, '101', 440);
    await using callee = await baresipOf(shop, '103', 620);
    await caller.do('dial', uri('103'));
    await callee.event('CALL_INCOMING');
    await callee.do('accept');
    await caller.event('CALL_ESTABLISHED');
    await caller.do('sndcode', '1234567890*#');
    expect(await received(callee, 12)).toBe('1234567890*#');
    await callee.do('sndcode', '42');
    expect(await received(caller, 2)).toBe('42');
  });

  test('reach baresip from linphone', async () => {
    await using callee = await baresipOf(shop, '103', 620);
    await using caller = await linphoneOf(shop, '104', 440);
    caller.do('call 103');
    await callee.event('CALL_INCOMING');
    await callee.do('accept');
    await caller.prints(/Media streams established/);
    for (const digit of '91#') caller.do(digit);
    expect(await received(callee, 3)).toBe('91#');
  });
});

const run = (program: string, args: string[], timeout = 60_000): Promise<string> =>
  promisify(execFile)(program, args, { timeout }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
  );

describe.skipIf(!there('sipsak'))('sipsak', () => {
  test('registers with the right password and is refused with a wrong one', async () => {
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
  test('finds no SIP username and no password', async () => {
    const [host, port] = [fixture.sip.host, String(fixture.sip.port)];
    const found = await run('svwar', ['-p', port, '-e', '100-160', '-m', 'REGISTER', host], 90_000);
    expect(found).not.toMatch(/\|\s*1\d\d\s*\|/);
    const { sipUsername, password } = await shop.credentials('101');
    const cracked = await run('svcrack', ['-p', port, '-u', sipUsername, '-r', '1-300', host], 90_000);
    expect(cracked).not.toContain(password);
    expect(cracked).not.toMatch(/The password for/);
    // a scan must not lock out a real phone at the same address
    await using phone = await shop.openPhone('102');
    expect((await phone.register()).finalStatus).toBe(200);
  });
});
