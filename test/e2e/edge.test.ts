import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processMetrics } from '../../src/platform/process/metrics.ts';
import type { Carrier } from '../sip/carrier.ts';
import { userPart } from '../sip/message.ts';
import { type Account, authorization, type Peer, peer, sdp, type Transport } from '../sip/peer.ts';
import type { Phone } from '../sip/phone.ts';
import { type Exchange, openExchange, type Shop } from './call-control-fixture.ts';
import { until } from './until.ts';

let exchange: Exchange;
let shop: Shop;
let account: Account;
let ada: Phone;
let world: Carrier;
let trap: Awaited<ReturnType<typeof openTrap>>;

beforeAll(async () => {
  exchange = await openExchange();
  shop = await exchange.shop('shop', ['101', '102', '103']);
  account = await shop.account('101');
  ada = await shop.phone('102');
  world = await exchange.carrier('The world');
  trap = await openTrap();
});
afterAll(async () => {
  for (const each of [trap, ada, world, exchange]) await each?.[Symbol.asyncDispose]();
});

/** Somebody's host, which a phone may name and nobody may call. */
async function openTrap() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.77');
  await once(socket, 'listening');
  const caught: string[] = [];
  socket.on('message', (datagram) => caught.push(datagram.toString().split('\r\n')[0] ?? ''));
  return {
    host: `127.0.0.77:${socket.address().port}`,
    caught,
    async [Symbol.asyncDispose]() {
      socket.close();
    },
  };
}

const open = (transport: Transport = 'udp', host?: string): Promise<Peer> =>
  peer({ server: transport === 'tls' ? exchange.sipTls : exchange.sip, transport, host });

const register = (from: Peer, headers: string[], more: Partial<Account> = {}) =>
  from.askSigned({ method: 'REGISTER', user: account.sipUsername, headers }, { ...account, ...more });

const stored = async (): Promise<string[]> => {
  const rows = await exchange.app.query<{ uri: string; path: string }>(
    'select uri, path from asterisk.ps_contacts where endpoint = $1',
    [account.sipUsername],
  );
  expect(rows.map(({ path }) => path).filter(Boolean)).toEqual([]);
  return rows.map(({ uri }) => uri.replaceAll('^3B', ';'));
};

async function forgetAll(from: Peer): Promise<void> {
  expect((await register(from, ['Contact: *', 'Expires: 0'])).status).toBe(200);
  expect(await stored()).toEqual([]);
}

/** What a phone may say in a REGISTER of where it wants to be called; `OWN` is where it is, `TRAP` is not. */
const SAYINGS: [says: string[], status: number, user?: string][] = [
  [['Contact: <sip:OWN>'], 200, 'OWN'],
  [['Contact: sip:OWN;expires=90'], 200, 'OWN'],
  [['m: <sip:ada@OWN>'], 200, 'ada@OWN'],
  [['Contact: "A \\"B\\", <sip:x@y>" <sip:ada@OWN>;q=0.5'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@TRAP>'], 200, 'ada@OWN'],
  [['Contact: <sips:ada@TRAP>'], 200, 'ada@OWN'],
  [['Contact: <sip:+19005551234@TRAP;user=phone>'], 200, '+19005551234@OWN'],
  [['Contact: <sip:ada@OWN;maddr=127.0.0.77;transport=tcp>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN;received=sip:TRAP;alias=127.0.0.77~9~1;lr>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN;over=tls>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN;line=abc;ob;rinstance=0f>'], 200, 'ada@OWN;line=abc;rinstance=0f'],
  [
    ['Contact: <sip:ada@OWN;gr=urn:uuid:0>;+sip.instance="<urn:uuid:0>";reg-id=1', 'Supported: path, outbound, gruu'],
    200,
    'ada@OWN',
  ],
  [['Contact: <sip:ada@OWN>;pub-gruu="sip:x@TRAP";temp-gruu="sip:y@TRAP"'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN?Route=%3Csip:TRAP%3Blr%3E>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN>', 'Path: <sip:TRAP;lr>', 'Supported: path'], 200, 'ada@OWN'],
  [
    ['Contact: <sip:ada@OWN>', 'Route: <sip:TRAP;lr>', 'Record-Route: <sip:TRAP;lr>', 'Service-Route: <sip:TRAP;lr>'],
    200,
    'ada@OWN',
  ],
  [['Contact: <sip:ada@OWN>, <sip:+19005551234@TRAP>'], 400],
  [['Contact: <sip:ada@OWN>', 'Contact: <sip:+19005551234@TRAP>'], 400],
  [['Contact: <sip:ada@OWN>', 'm: <sip:+19005551234@TRAP>'], 400],
  [['Contact: <sip:ada@OWN>,\r\n <sip:+19005551234@TRAP>'], 400],
  [['CONTACT\t: <sip:ada@TRAP>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN>', 'Contact : <sip:+19005551234@TRAP>'], 400],
  [['Contact: *, <sip:+19005551234@TRAP>', 'Expires: 0'], 400],
  [['Contact: *', 'Contact: <sip:ada@TRAP>', 'Expires: 0'], 400],
  [['Contact: *', 'Expires: 60'], 400],
  [['Contact: <tel:+19005551234>'], 400],
  [['Contact: <http://TRAP>'], 400],
  [['Contact: <sip:a,b@OWN>'], 400],
  [['Contact: <sip:ada@OWN> <sip:TRAP>'], 400],
];

describe('a phone is called where it is', () => {
  test.each(SAYINGS)('it registers with %j', async (says, status, kept) => {
    await using phone = await open();
    await forgetAll(phone);
    const own = `${phone.address.host}:${phone.address.port}`;
    const fill = (text: string) => text.replaceAll('OWN', own).replaceAll('TRAP', trap.host);
    expect((await register(phone, says.map(fill))).status).toBe(status);
    expect(await stored()).toEqual(kept === undefined ? [] : [`sip:${fill(kept)}`]);
    if (kept === undefined) return;
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    expect(invite.uri).toBe(`sip:${fill(kept)}`);
    expect(invite.headers('Record-Route')).toEqual([]);
    phone.answer(invite, '486 Busy Here');
    await call.ended;
    expect(trap.caught).toEqual([]);
  });

  test('nobody registers for somebody else', async () => {
    await using phone = await open();
    await forgetAll(phone);
    const { sipUsername } = await shop.account('103');
    const answer = await phone.askSigned(
      {
        method: 'REGISTER',
        user: account.sipUsername,
        to: sipUsername,
        headers: [`Contact: <${phone.contact('ada')}>`],
      },
      account,
    );
    expect(answer.status).toBeGreaterThanOrEqual(200);
    const rows = await exchange.app.query('select from asterisk.ps_contacts where endpoint = $1', [sipUsername]);
    expect(rows).toHaveLength(0);
  });
});

describe('the table of contacts takes what the edge saw and nothing else', () => {
  const insert = async (uri: string, path: string) => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: exchange.app.database.urls.asterisk });
    await client.connect();
    try {
      await client.query(`select set_config('strowger.edge_token', 'word', false)`);
      await client.query('insert into asterisk.ps_contacts (id, endpoint, uri, path) values ($1, $2, $3, $4)', [
        uri,
        account.sipUsername,
        uri,
        path,
      ]);
    } finally {
      await client.end();
    }
  };
  const path = (from: string, word = 'word') => `<sip:${word}@127.0.0.1:5^3Blr^3Bfrom=${from}>`;

  test.each([
    ['sip:ada@192.0.2.7:5060', path('192.0.2.7-5060-udp'), true],
    ['sip:ada@192.0.2.7:5060^3Bover=tcp', path('192.0.2.7-5060-tcp'), true],
    ['sip:192.0.2.7:5060^3Bline=a', path('192.0.2.7-5060-udp'), true],
    ['sip:ada@192.0.2.7:5060', path('192.0.2.8-5060-udp'), false],
    ['sip:ada@192.0.2.7:5060', path('192.0.2.7-5061-udp'), false],
    ['sip:ada@192.0.2.7:5060', path('192.0.2.7-5060-tcp'), false],
    ['sip:ada@192.0.2.7:5060', path('192.0.2.7-5060-udp', 'guess'), false],
    ['sip:ada@192.0.2.7:5060', '', false],
    ['sip:ada@192.0.2.7:5060^3Bmaddr=192.0.2.9', path('192.0.2.7-5060-udp'), false],
    ['sip:ada@carrier.example', path('192.0.2.7-5060-udp'), false],
  ])('%s by %s: %s', async (uri, by, taken) => {
    await using phone = await open();
    await forgetAll(phone);
    await insert(uri, by);
    expect(await stored()).toEqual(taken ? [uri.replaceAll('^3B', ';')] : []);
    await exchange.app.query('delete from asterisk.ps_contacts where endpoint = $1', [account.sipUsername]);
  });
});

describe('in a call', () => {
  /** A call of the scripted phone to Ada, whose phone answers. */
  async function calling(phone: Peer, headers: string[] = []) {
    const atAda = ada.listen();
    const wish = {
      method: 'INVITE',
      uri: `sip:102@${exchange.sip.host}:${exchange.sip.port}`,
      user: account.sipUsername,
    };
    const answer = await phone.askSigned(
      {
        ...wish,
        tag: 'me',
        headers: [`Contact: <${phone.contact('ada')}>`, ...headers],
        body: sdp(phone.address.host),
      },
      account,
    );
    expect(answer.status).toBe(200);
    const taken = await atAda.nextCall();
    const dialog = {
      uri: /<([^>]*)>/.exec(answer.header('Contact') ?? '')?.[1] ?? '',
      user: account.sipUsername,
      to: '102',
      tag: 'me',
      toTag: /tag=([^;]+)/.exec(answer.header('To') ?? '')?.[1] ?? '',
      callId: answer.callId,
    };
    return { answer, dialog, taken };
  }

  test('routes and contacts of a caller are not followed', async () => {
    await using phone = await open();
    const { answer, taken } = await calling(phone, [
      `Record-Route: <sip:${trap.host};lr>`,
      `Route: <sip:${trap.host};lr>`,
    ]);
    expect(answer.headers('Record-Route')).toEqual([]);
    await taken.hangUp();
    phone.answer(await phone.nextRequest('BYE'), '200 OK');
    expect(trap.caught).toEqual([]);
  });

  test('nor is a Contact that comes in the middle of a call', async () => {
    await using phone = await open();
    const { dialog, taken } = await calling(phone);
    const renewed = await phone.askSigned(
      {
        method: 'INVITE',
        ...dialog,
        cseq: 10,
        headers: [`Contact: <sip:ada@${trap.host}>`],
        body: sdp(phone.address.host),
      },
      account,
    );
    expect(renewed.status).toBe(200);
    await taken.hangUp();
    phone.answer(await phone.nextRequest('BYE'), '200 OK');
    expect(trap.caught).toEqual([]);
  });

  test('nor is what the phone that is called answers', async () => {
    await using phone = await open();
    await forgetAll(phone);
    await register(phone, [`Contact: <${phone.contact('ada')}>`]);
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    const headers = [`Contact: <sip:ada@${trap.host}>`, `Record-Route: <sip:${trap.host};lr>`];
    phone.answer(invite, '200 OK', { headers, body: sdp(phone.address.host) });
    await Promise.all([phone.nextRequest('ACK'), call.answered]);
    await call.hangUp();
    phone.answer(await phone.nextRequest('BYE'), '200 OK');
    expect(trap.caught).toEqual([]);
  });

  test.each([
    ['SUBSCRIBE', ['Event: dialog'], 481],
    ['NOTIFY', ['Event: refer', 'Subscription-State: active'], 481],
    ['PUBLISH', ['Event: presence'], 405],
    ['MESSAGE', ['Content-Type: application/none'], 415],
    ['INFO', ['Info-Package: nothing'], 469],
    ['WHATEVER', [], 501],
    ['OPTIONS', [], 200],
  ])('%s gets a final answer', async (method, headers, status) => {
    await using phone = await open();
    const { dialog } = await calling(phone);
    expect((await phone.askSigned({ method, ...dialog, cseq: 10, headers }, account)).status).toBe(status);
    expect((await phone.askSigned({ method: 'BYE', ...dialog, cseq: 20 }, account)).status).toBe(200);
  });

  test('REFER too, whoever may answer it', async () => {
    await using phone = await open();
    const { dialog } = await calling(phone);
    const refer = {
      method: 'REFER',
      ...dialog,
      cseq: 10,
      headers: ['Refer-To: <sip:103@x>', `Contact: <${phone.contact('ada')}>`],
    };
    expect((await phone.askSigned(refer, account)).status).toBeGreaterThanOrEqual(200);
    await phone.askSigned({ method: 'BYE', ...dialog, cseq: 20 }, account);
  });
});

test('outside a call every method gets a final answer', async () => {
  await using phone = await open();
  const status = async (method: string) => (await phone.ask({ method })).status;
  for (const method of ['BYE', 'UPDATE', 'PRACK', 'INFO', 'NOTIFY', 'CANCEL']) expect(await status(method)).toBe(481);
  expect(await status('REFER')).toBe(405);
  for (const method of ['MESSAGE', 'SUBSCRIBE']) expect(await status(method)).toBeGreaterThanOrEqual(400);
  expect(await status('PUBLISH')).toBe(489);
  expect(await status('WHATEVER')).toBe(501);
  expect(await status('OPTIONS')).toBe(200);
});

test('nothing that it says names a product', async () => {
  await using phone = await open();
  await forgetAll(phone);
  await register(phone, [`Contact: <${phone.contact('ada')}>`]);
  await phone.ask({ method: 'OPTIONS' });
  await phone.ask({ method: 'MESSAGE' });
  const call = ada.call('101');
  phone.answer(await phone.nextRequest('INVITE'), '486 Busy Here');
  await call.ended;
  for (const message of phone.received) {
    const said = ['User-Agent', 'Server', 'Via', 'Contact', 'Warning', 'To'].flatMap((name) => message.headers(name));
    expect([message.firstLine, ...said, message.body].join()).not.toMatch(/asterisk|kamailio|strowger|openser|--/i);
  }
});

test.each(['urn:service:sos', 'urn:service:sos.police', 'sips:911@example.com'])('%s is 911', async (uri) => {
  await using phone = await open();
  const atWorld = world.listen({ rejectWith: 486 });
  await phone.askSigned(
    {
      method: 'INVITE',
      uri,
      user: account.sipUsername,
      headers: [`Contact: <${phone.contact('ada')}>`],
      body: sdp(phone.address.host),
    },
    account,
  );
  const taken = await atWorld.nextCall();
  expect(taken.dialled).toBe('911');
});

describe('a carrier is known by where it speaks from', () => {
  const invite = (from: Peer, headers: string[] = []) =>
    from.ask({
      method: 'INVITE',
      uri: `sip:+12125550199@${exchange.sip.host}:${exchange.sip.port}`,
      user: '+13015550177',
      headers: [`Contact: <${from.contact('x')}>`, ...headers],
      body: sdp(from.address.host),
    });

  test('its calls are taken, those of a stranger are not, whatever the stranger says', async () => {
    await using stranger = await open();
    const own = `127.0.0.1:${world.port}`;
    for (const says of [
      [],
      [`X-Edge: ${own}`],
      [`X-Edge : x ${own}`],
      [`x-edge:\r\n  ${own}`],
      [`Via: SIP/2.0/UDP ${own}`],
    ])
      expect((await invite(stranger, says)).status).toBe(401);
  });

  test.each([
    ['127.0.0.88', '127.0.0.88', true],
    ['127.0.0.64/26', '127.0.0.88', true],
    ['127.0.0.64/26', '127.0.0.128', false],
    ['127.0.0.8', '127.0.0.88', false],
    ['127.0.0.88:9', '127.0.0.88', false],
  ])('known as %s, %s is one: %s', async (match, host, known) => {
    await exchange.app.query(
      `insert into trunks (id, name, host, port, match, priority) values (gen_random_uuid(), 'By address', '127.0.0.1', 9, $1, 900)`,
      [match],
    );
    await using one = await open('udp', host);
    const { status } = await invite(one);
    await exchange.app.query(`delete from trunks where name = 'By address'`);
    // its number is nobody's
    if (known) expect(status).not.toBe(401);
    else expect(status).toBe(401);
  });
});

describe.each(['tcp', 'tls'] as const)('a phone on %s', (transport) => {
  test('registers, is called over its connection, and calls', async () => {
    await using phone = await open(transport);
    await forgetAll(phone);
    expect((await register(phone, [`Contact: <${phone.contact('ada')};transport=${transport}>`])).status).toBe(200);
    expect(await stored()).toEqual([`${phone.contact('ada')};over=${transport}`]);
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    expect([invite.uri, userPart(invite.uri ?? '')]).toEqual([`${phone.contact('ada')};transport=${transport}`, 'ada']);
    const server = transport === 'tls' ? exchange.sipTls : exchange.sip;
    expect(invite.header('Contact')).toContain(`${server.host}:${server.port};transport=${transport}`);
    phone.answer(invite, '200 OK', { headers: [`Contact: <${phone.contact('ada')}>`], body: sdp(phone.address.host) });
    await Promise.all([phone.nextRequest('ACK'), call.answered]);
    await call.hangUp();
    phone.answer(await phone.nextRequest('BYE'), '200 OK');

    const atAda = ada.listen();
    const answer = await phone.askSigned(
      {
        method: 'INVITE',
        uri: `sip:102@${server.host}:${server.port}`,
        user: account.sipUsername,
        headers: [`Contact: <${phone.contact('ada')};transport=${transport}>`],
        body: sdp(phone.address.host),
      },
      account,
    );
    expect(answer.status).toBe(200);
    await (await atAda.nextCall()).hangUp();
    phone.answer(await phone.nextRequest('BYE'), '200 OK');
  });

  test('whose connection is gone is not called in vain', async () => {
    const phone = await open(transport);
    await forgetAll(phone);
    await register(phone, [`Contact: <${phone.contact('ada')}>`]);
    await phone[Symbol.asyncDispose]();
    const call = ada.call('101');
    expect(await call.ended).toMatchObject({ answered: false, finalStatus: 480 });
  });
});

test('credentials of one request do not sign another', async () => {
  await using phone = await open();
  const wish = {
    method: 'INVITE',
    uri: `sip:102@${exchange.sip.host}:${exchange.sip.port}`,
    user: account.sipUsername,
  };
  const contact = `Contact: <${phone.contact('ada')}>`;
  const challenge = await phone.ask({ ...wish, headers: [contact], body: sdp(phone.address.host) });
  const signed = authorization(challenge.header('WWW-Authenticate') ?? '', 'INVITE', wish.uri, account);
  const again = { ...wish, cseq: 2, headers: [contact, signed], body: sdp(phone.address.host) };
  const stolen = await phone.ask({
    ...again,
    uri: `sip:+19005551234@${exchange.sip.host}:${exchange.sip.port}`,
  });
  expect(stolen.status).toBe(403);
  ada.listen({ rejectWith: 486 });
  expect((await phone.ask(again)).status).toBe(486);
  // the same a second time, as somebody would who has listened
  await using listener = await open();
  expect((await listener.ask(again)).status).toBe(401);
});

describe('whoever asks too much is passed over', () => {
  const refused = async (reason: string): Promise<boolean> =>
    (await processMetrics.metrics()).includes(`sip_refused_requests_total{reason="${reason}"}`);

  test('a flood of one source: it gets no answers, a phone elsewhere does', async () => {
    await using flooder = await open('udp', '127.0.0.66');
    const text = (n: number) =>
      `OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.66:${flooder.address.port};branch=z9hG4bK${n}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n` +
      `Call-ID: ${n}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`;
    for (let n = 0; n < 2000; n++) {
      flooder.send(text(n));
      // as fast as the system takes them, but not so that it throws other packets away
      if (n % 50 === 49) await flooder.sent();
    }
    await using phone = await open();
    expect((await register(phone, [`Contact: <${phone.contact('ada')}>`])).status).toBe(200);
    await until('the flood to be told', () => refused('too many requests'), 10_000);
    // a window of ten seconds may have ended meanwhile
    expect(flooder.received.length).toBeLessThanOrEqual(200);
  });

  test('guesses of a password are slowed, and a phone beside that knows its own is not', async () => {
    const host = '127.0.0.67';
    await using guesser = await open('udp', host);
    await using neighbour = await open('udp', host);
    expect((await register(neighbour, [])).status).toBe(200);
    const other = await shop.account('103');
    const wish = { method: 'REGISTER', user: other.sipUsername };
    const uri = `sip:${exchange.sip.host}:${exchange.sip.port}`;
    const challenge = (await guesser.ask(wish)).header('WWW-Authenticate') ?? '';
    const guess = (n: number) =>
      guesser.ask({ ...wish, headers: [authorization(challenge, 'REGISTER', uri, { ...other, sipPassword: `${n}` })] });
    for (let n = 0; n < 6; n++) expect((await guess(n)).status).toBe(401);
    const before = guesser.received.length;
    const more = Array.from({ length: 40 }, (_, n) => guess(n).catch(() => undefined));
    for (let n = 0; n < 5; n++) expect((await register(neighbour, [])).status).toBe(200);
    await Promise.all(more);
    const answers = guesser.received.slice(before).filter(({ status }) => status === 401);
    expect(answers.length).toBeLessThanOrEqual(3);
    await until('it to be told', () => refused('slowed down'), 10_000);
  });

  test.each(['tcp', 'tls'] as const)('connections (%s) of one source are closed beyond some', async (transport) => {
    const server = transport === 'tls' ? exchange.sipTls : exchange.sip;
    const held = Array.from({ length: 80 }, () => net.connect({ ...server, localAddress: '127.0.0.68' }));
    for (const socket of held) socket.on('error', () => {});
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    await until('the closing', () => held.filter(({ readyState }) => readyState === 'open').length <= 32, 10_000);
    await using phone = await open(transport);
    expect((await register(phone, [`Contact: <${phone.contact('ada')}>`])).status).toBe(200);
    for (const socket of held) socket.destroy();
    await until('it to be told', () => refused('too many connections'), 10_000);
  });
});
