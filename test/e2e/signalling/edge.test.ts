import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processMetrics } from '../../../src/platform/process/metrics.ts';
import type { Carrier } from '../../sip/carrier.ts';
import { authorization, type Credentials } from '../../sip/digest.ts';
import { type SipMessage, userPart } from '../../sip/message.ts';
import type { Phone } from '../../sip/phone.ts';
import { RawPhone, type Request } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import type { Transport } from '../../sip/wire.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let account: Credentials;
let ada: Phone;
let carrier: Carrier;
let trap: Awaited<ReturnType<typeof openTrap>>;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('shop', ['101', '102', '103']);
  account = await shop.credentials('101');
  ada = await shop.openPhone('102');
  carrier = await fixture.addCarrier('Outside carrier');
  trap = await openTrap();
});
afterAll(async () => {
  for (const each of [trap, ada, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

/** A host that is named in headers of a phone, and must never receive a packet. */
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

/** An unregistered phone of extension 101. */
const open = (transport: Transport = 'udp', host?: string, as: Credentials = account, more = {}): Promise<RawPhone> =>
  RawPhone.open({ ...as, server: transport === 'tls' ? fixture.sipTls : fixture.sip, transport, host, ...more });

const contactOf = (phone: RawPhone): string => `Contact: <${phone.uri('ada')}>`;
const sdpOf = ({ address }: RawPhone): string => audioSdp(9, { host: address.host });

const stored = async (): Promise<string[]> => {
  const rows = await fixture.app.query<{ uri: string; path: string }>(
    'select uri, path from asterisk.ps_contacts where endpoint = $1',
    [account.sipUsername],
  );
  expect(rows.map(({ path }) => path).filter(Boolean)).toEqual([]);
  return rows.map(({ uri }) => uri.replaceAll('^3B', ';'));
};

async function unregisterAll(phone: RawPhone): Promise<void> {
  expect((await phone.register(['Contact: *', 'Expires: 0'])).status).toBe(200);
  expect(await stored()).toEqual([]);
}

/** Headers of a REGISTER, its response, and the stored contact. `OWN` is the phone's real address, `TRAP` is another. */
const REGISTRATIONS: [headers: string[], status: number, stored?: string][] = [
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
  [['Contact: <sip:ada@OWN>;methods="INVITE,BYE";+sip.instance="<sip:TRAP>"'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN>;expires=90;expires=1', 'Expires: x'], 400],
  [['Contact: <sip:ada:secret@OWN>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN;rinstance=a%3Bmaddr%3D127.0.0.77>'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN>', 'Route: <sip:127.0.0.1;lr>, <sip:TRAP;lr>', 'Require: outbound'], 200, 'ada@OWN'],
  [['Contact: <sip:ada@OWN>', 'Path: <sip:TRAP;lr;ob>', 'Supported: path, outbound', 'Flow-Timer: 1'], 200, 'ada@OWN'],
  [['Contact: <sip:ada%40b@OWN>'], 200, 'ada%40b@OWN'],
  [['Contact:\r\n <sip:ada@OWN>\r\n\t, <sip:TRAP>'], 400],
  [['Contact: <sip:ada@OWN>;x="<sip:TRAP>, <sip:TRAP>'], 400],
  [['Contact: <>'], 400],
  [['Contact: <sip:@OWN>'], 200, 'OWN'],
];

test('the edge sends keep-alives to a registered phone behind a router, and none once it has unregistered', async () => {
  await using gone = await open();
  await using there = await open('udp', '127.0.0.78');
  await using connected = await open('tcp');
  for (const phone of [gone, there, connected]) expect((await phone.register()).status).toBe(200);
  expect((await gone.register([`Contact: ${gone.contact};expires=0`])).status).toBe(200);
  const packets = ({ keepAlives, received }: RawPhone): number =>
    keepAlives + received.filter(({ method }) => method === 'OPTIONS').length;
  await until('a keep-alive', () => packets(there) > 0);
  expect(packets(gone)).toBe(0);
  await unregisterAll(there);
});

describe('a phone is called at the address its packets come from', () => {
  test.each(REGISTRATIONS)('REGISTER with %j', async (headers, status, contact) => {
    await using phone = await open();
    await unregisterAll(phone);
    const own = `${phone.address.host}:${phone.address.port}`;
    const fill = (text: string) => text.replaceAll('OWN', own).replaceAll('TRAP', trap.host);
    expect((await phone.register(headers.map(fill))).status).toBe(status);
    expect(await stored()).toEqual(contact === undefined ? [] : [`sip:${fill(contact)}`]);
    if (contact === undefined) return;
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    expect(invite.uri).toBe(`sip:${fill(contact)}`);
    expect(invite.headers('Record-Route')).toEqual([]);
    phone.respond(invite, 486, 'Busy Here');
    await call.ended;
    expect(trap.caught).toEqual([]);
  });

  test('a phone cannot register a contact for another extension', async () => {
    await using phone = await open();
    await unregisterAll(phone);
    const { sipUsername } = await shop.credentials('103');
    const to = `<sip:${sipUsername}@${fixture.sip.host}:${fixture.sip.port}>`;
    const answer = await phone.register([contactOf(phone)], { to });
    expect(answer.status).toBeGreaterThanOrEqual(200);
    const rows = await fixture.app.query('select from asterisk.ps_contacts where endpoint = $1', [sipUsername]);
    expect(rows).toHaveLength(0);
  });
});

describe('the contacts table accepts only the address that the edge saw', () => {
  const insert = async (uri: string, path: string) => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: fixture.app.database.urls.asterisk });
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
  ])('%s via %s: accepted is %s', async (uri, by, accepted) => {
    await using phone = await open();
    await unregisterAll(phone);
    await insert(uri, by);
    expect(await stored()).toEqual(accepted ? [uri.replaceAll('^3B', ';')] : []);
    await fixture.app.query('delete from asterisk.ps_contacts where endpoint = $1', [account.sipUsername]);
  });
});

describe('during a call', () => {
  /** The raw phone calls Ada, whose phone answers. */
  async function callAda(phone: RawPhone, headers: readonly string[] = []) {
    const atAda = ada.listen();
    const call = phone.invite('102', sdpOf(phone), [contactOf(phone), ...headers]);
    const answer = await call.final;
    expect(answer.status).toBe(200);
    return { answer, dialog: await call.dialog(), taken: await atAda.nextCall() };
  }

  test("the caller's Route and Record-Route are ignored", async () => {
    await using phone = await open();
    const { answer, taken } = await callAda(phone, [
      `Record-Route: <sip:${trap.host};lr>`,
      `Route: <sip:${trap.host};lr>`,
    ]);
    expect(answer.headers('Record-Route')).toEqual([]);
    await taken.hangUp();
    phone.respond(await phone.nextRequest('BYE'), 200, 'OK');
    expect(trap.caught).toEqual([]);
  });

  test('a new Contact in a re-INVITE is ignored', async () => {
    await using phone = await open();
    const { dialog, taken } = await callAda(phone);
    const headers = [`Contact: <sip:ada@${trap.host}>`];
    const renewed = await phone.within(dialog, 'INVITE', { headers, body: sdpOf(phone) });
    expect(renewed.status).toBe(200);
    await taken.hangUp();
    phone.respond(await phone.nextRequest('BYE'), 200, 'OK');
    expect(trap.caught).toEqual([]);
  });

  test("the callee's Contact and Record-Route are ignored", async () => {
    await using phone = await open();
    await unregisterAll(phone);
    await phone.register([contactOf(phone)]);
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    const headers = [`Contact: <sip:ada@${trap.host}>`, `Record-Route: <sip:${trap.host};lr>`];
    phone.respond(invite, 200, 'OK', { headers, body: sdpOf(phone) });
    await Promise.all([phone.nextRequest('ACK'), call.answered]);
    await call.hangUp();
    phone.respond(await phone.nextRequest('BYE'), 200, 'OK');
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
  ])('%s gets a final response', async (method, headers, status) => {
    await using phone = await open();
    const { dialog } = await callAda(phone);
    expect((await phone.within(dialog, method, { headers })).status).toBe(status);
    expect((await phone.within(dialog, 'BYE')).status).toBe(200);
  });

  test('REFER gets a final response', async () => {
    await using phone = await open();
    const { dialog } = await callAda(phone);
    const refer = await phone.within(dialog, 'REFER', { headers: ['Refer-To: <sip:103@x>', contactOf(phone)] });
    expect(refer.status).toBeGreaterThanOrEqual(200);
    await phone.within(dialog, 'BYE');
  });
});

test('every method outside a call gets a final response', async () => {
  await using phone = await open();
  const status = async (method: string) => (await phone.ask({ method })).status;
  for (const method of ['BYE', 'UPDATE', 'PRACK', 'INFO', 'NOTIFY', 'CANCEL']) expect(await status(method)).toBe(481);
  expect(await status('REFER')).toBe(405);
  for (const method of ['MESSAGE', 'SUBSCRIBE']) expect(await status(method)).toBeGreaterThanOrEqual(400);
  expect(await status('PUBLISH')).toBe(489);
  expect(await status('WHATEVER')).toBe(501);
  expect(await status('OPTIONS')).toBe(200);
});

test('no message names the software that sent it', async () => {
  await using phone = await open();
  await unregisterAll(phone);
  await phone.register([contactOf(phone)]);
  await phone.ask({ method: 'OPTIONS' });
  await phone.ask({ method: 'MESSAGE' });
  const call = ada.call('101');
  phone.respond(await phone.nextRequest('INVITE'), 486, 'Busy Here');
  await call.ended;
  for (const message of phone.received) {
    const said = ['User-Agent', 'Server', 'Via', 'Contact', 'Warning', 'To'].flatMap((name) => message.headers(name));
    expect([message.firstLine, ...said, message.body].join()).not.toMatch(/asterisk|kamailio|strowger|openser|--/i);
  }
});

test.each(['urn:service:sos', 'urn:service:sos.police', 'sips:911@example.com'])(
  'a call to %s is an emergency call',
  async (uri) => {
    await using phone = await open();
    const atCarrier = carrier.listen({ rejectWith: 486 });
    await phone.askSigned({ method: 'INVITE', uri, headers: [contactOf(phone)], body: sdpOf(phone) });
    const taken = await atCarrier.nextCall();
    expect(taken.dialled).toBe('911');
  },
);

test('nothing that a phone claims about the caller reaches the carrier', async () => {
  await using phone = await open();
  const atCarrier = carrier.listen({ rejectWith: 486 });
  const claims = ['P-Asserted-Identity', 'P-Preferred-Identity', 'Remote-Party-ID', 'Diversion', 'History-Info']
    .concat(['Referred-By', 'Identity', 'Geolocation', 'Alert-Info', 'Call-Info', 'Subject', 'X-Evil'])
    .map((name) => `${name}: <sip:+19005551234@${trap.host}>`);
  const from = `"+19005551234" <sip:${account.sipUsername}@${fixture.sip.host}>;tag=1`;
  const uri = `sip:911@${fixture.sip.host}:${fixture.sip.port}`;
  const headers = [contactOf(phone), ...claims];
  await phone.askSigned({ method: 'INVITE', uri, from, headers, body: sdpOf(phone) });
  const { invite } = await atCarrier.nextCall();
  expect(invite.text).not.toMatch(/9005551234|127\.0\.0\.77|Evil/);
});

describe('a carrier is recognised by its source address', () => {
  const CALLER = { sipUsername: '+13015550177', password: '' };
  const openCarrier = (host?: string): Promise<RawPhone> => open('udp', host, CALLER);
  const invite = (from: RawPhone, headers: readonly string[] = []) =>
    from.ask({
      method: 'INVITE',
      uri: `sip:+12125550199@${fixture.sip.host}:${fixture.sip.port}`,
      headers: [`Contact: ${from.contact}`, ...headers],
      body: sdpOf(from),
    });

  test('an unknown source is refused with 401, whatever headers it sends', async () => {
    await using stranger = await openCarrier();
    const own = `127.0.0.1:${carrier.port}`;
    for (const headers of [
      [],
      [`X-Edge: ${own}`],
      [`X-Edge : x ${own}`],
      [`x-edge:\r\n  ${own}`],
      [`Via: SIP/2.0/UDP ${own}`],
    ])
      expect((await invite(stranger, headers)).status).toBe(401);
  });

  test.each([
    ['127.0.0.88', '127.0.0.88', true],
    ['127.0.0.64/26', '127.0.0.88', true],
    ['127.0.0.64/26', '127.0.0.128', false],
    ['127.0.0.8', '127.0.0.88', false],
    ['127.0.0.88:9', '127.0.0.88', false],
  ])('a trunk that matches %s and a call from %s: accepted is %s', async (match, host, known) => {
    await fixture.app.query(
      `insert into trunks (id, name, host, port, match, priority) values (gen_random_uuid(), 'By address', '127.0.0.1', 9, $1, 900)`,
      [match],
    );
    try {
      await using sender = await openCarrier(host);
      const { status } = await invite(sender);
      // a known carrier calls a number that no tenant has
      if (known) expect(status).not.toBe(401);
      else expect(status).toBe(401);
    } finally {
      await fixture.app.query(`delete from trunks where name = 'By address'`);
    }
  });
});

describe.each(['tcp', 'tls'] as const)('a phone on %s', (transport) => {
  test('registers, is called over its connection, and makes a call', async () => {
    await using phone = await open(transport);
    await unregisterAll(phone);
    expect((await phone.register([`Contact: <${phone.uri('ada')};transport=${transport}>`])).status).toBe(200);
    expect(await stored()).toEqual([`${phone.uri('ada')};over=${transport}`]);
    const call = ada.call('101');
    const invite = await phone.nextRequest('INVITE');
    expect([invite.uri, userPart(invite.uri ?? '')]).toEqual([`${phone.uri('ada')};transport=${transport}`, 'ada']);
    const server = transport === 'tls' ? fixture.sipTls : fixture.sip;
    expect(invite.header('Contact')).toContain(`${server.host}:${server.port};transport=${transport}`);
    phone.respond(invite, 200, 'OK', { headers: [contactOf(phone)], body: sdpOf(phone) });
    await Promise.all([phone.nextRequest('ACK'), call.answered]);
    await call.hangUp();
    phone.respond(await phone.nextRequest('BYE'), 200, 'OK');

    const atAda = ada.listen();
    const outgoing = phone.invite('102', sdpOf(phone), [`Contact: <${phone.uri('ada')};transport=${transport}>`]);
    expect((await outgoing.final).status).toBe(200);
    await (await atAda.nextCall()).hangUp();
    phone.respond(await phone.nextRequest('BYE'), 200, 'OK');
  });

  test('is reported as unavailable (480) once its connection is closed', async () => {
    const phone = await open(transport);
    await unregisterAll(phone);
    await phone.register([contactOf(phone)]);
    await phone[Symbol.asyncDispose]();
    const call = ada.call('101');
    expect(await call.ended).toMatchObject({ answered: false, finalStatus: 480 });
  });
});

describe('credentials work for only one request and one URI', () => {
  const server = () => `${fixture.sip.host}:${fixture.sip.port}`;
  /** A request that its phone has signed, and a listener on the way has read. */
  type Signed = Request & { callId: string; from: string; signature: string };

  async function sign(phone: RawPhone, request: Request & { uri: string }): Promise<Signed> {
    const own = `<sip:${account.sipUsername}@${server()}>;tag=1`;
    const whole = { from: own, callId: randomUUID(), ...request };
    const challenge = await phone.ask(whole);
    const signature = authorization(challenge.header('WWW-Authenticate') ?? '', request.method, request.uri, account);
    return { ...whole, signature };
  }
  const send = (phone: RawPhone, { signature, ...request }: Signed, credentials = [signature]): Promise<SipMessage> =>
    phone.ask({ ...request, headers: [...(request.headers ?? []), ...credentials] });
  const inviteOf = (phone: RawPhone) => ({
    method: 'INVITE',
    uri: `sip:102@${server()}`,
    headers: [contactOf(phone)],
    body: sdpOf(phone),
  });
  const registerOf = (phone: RawPhone) => ({
    method: 'REGISTER',
    uri: `sip:${server()}`,
    to: `<sip:${account.sipUsername}@${server()}>`,
    headers: [contactOf(phone), 'Expires: 300'],
  });
  const digestOf = (signature: string): string => /response="(\w+)"/.exec(signature)?.[1] ?? '';
  /** A digest of nothing, which has not been used before. */
  const other = () => randomBytes(16).toString('hex');

  /** Its next request has the CSeq of the phone's signed one. */
  async function openListener(): Promise<RawPhone> {
    const listener = await open();
    await listener.ask({ method: 'OPTIONS' });
    return listener;
  }

  /** Ways to write the credentials again so that Asterisk reads the same. */
  const SPELLINGS: [what: string, spell: (signature: string) => string[]][] = [
    ['letter by letter', (signature) => [signature]],
    ['with a digest in capitals', (signature) => [signature.replace(digestOf(signature), (hex) => hex.toUpperCase())]],
    ['without quotes', (signature) => [signature.replace(/response="(\w+)"/, 'response=$1')]],
    ['without quotes, after blanks', (signature) => [signature.replace(/response="(\w+)"/, 'response =  $1')]],
    ['with a name in capitals', (signature) => [signature.replace('response=', 'Response=')]],
    ['with an escaped name', (signature) => [signature.replace('response=', 're%73ponse=')]],
    ['with a name before its own', (signature) => [`${signature}, xresponse="${other()}"`]],
    ['with an empty digest before its own', (signature) => [signature.replace('response=', 'response="", response=')]],
    [
      'with one in capitals after another',
      (signature) => [signature.replace(' response=', ` response="${other()}", RESPONSE=`)],
    ],
    ['inside another parameter, too', (signature) => [`${signature}, x=" response=\\"${other()}\\""`]],
    ['inside another parameter, too, without quotes', (signature) => [`${signature}, x=" response=${other()}"`]],
    ['over several lines', (signature) => [signature.replace(', response=', ',\r\n response=')]],
    ['with blanks around the colon', (signature) => [signature.replace('Authorization:', 'AUTHORIZATION \t :')]],
    ['after other credentials', (signature) => [signature.replaceAll(digestOf(signature), other()), signature]],
    ['before other credentials', (signature) => [signature, signature.replaceAll(digestOf(signature), other())]],
    [
      'beside some for a proxy',
      (signature) => [`Proxy-${signature.replaceAll(digestOf(signature), other())}`, signature],
    ],
    ['as those for a proxy', (signature) => [`Proxy-${signature}`]],
    ['twice for a proxy', (signature) => [`Proxy-${signature}`, `Proxy-${signature}`]],
  ];

  test.each(SPELLINGS)('a call that is sent again %s by a listener is refused', async (_, spell) => {
    await using phone = await open();
    await using listener = await openListener();
    const invite = await sign(phone, inviteOf(phone));
    const rejecting = ada.listen({ rejectWith: 486 });
    expect((await send(phone, invite)).status).toBe(486);
    for (const callId of [invite.callId, randomUUID()]) {
      const { status } = await send(listener, { ...invite, callId }, spell(invite.signature));
      expect([400, 401]).toContain(status);
    }
    expect(rejecting.calls).toHaveLength(1);
  });

  test.each(SPELLINGS)('a REGISTER that is sent again %s by a listener is refused', async (_, spell) => {
    await using before = await open();
    await unregisterAll(before);
    await using phone = await open();
    await using listener = await openListener();
    const register = await sign(phone, registerOf(phone));
    expect((await send(phone, register)).status).toBe(200);
    for (const callId of [register.callId, randomUUID()]) {
      const { status } = await send(listener, { ...register, callId }, spell(register.signature));
      expect([400, 401]).toContain(status);
    }
    expect(await stored()).toEqual([phone.uri('ada')]);
  });

  test.each(['letter by letter', 'with a digest in capitals', 'with a name in capitals', 'over several lines'])(
    'credentials that are written %s are accepted from their phone',
    async (way) => {
      const [, spell = (signature: string) => [signature]] = SPELLINGS.find(([what]) => what === way) ?? [];
      await using phone = await open();
      const register = await sign(phone, registerOf(phone));
      expect((await send(phone, register, spell(register.signature))).status).toBe(200);
    },
  );

  test('a phone that sends empty credentials at first is challenged and registers', async () => {
    await using phone = await open();
    const empty = `Authorization: Digest username="${account.sipUsername}", realm="phones", nonce="", uri="sip:${server()}", response=""`;
    const register = registerOf(phone);
    const challenge = await phone.ask({ ...register, headers: [...register.headers, empty] });
    expect(challenge.status).toBe(401);
    const signature = authorization(challenge.header('WWW-Authenticate') ?? '', 'REGISTER', register.uri, account);
    expect((await phone.ask({ ...register, headers: [...register.headers, signature] })).status).toBe(200);
  });

  test('those for one number are refused for another', async () => {
    await using phone = await open();
    const invite = await sign(phone, inviteOf(phone));
    expect((await send(phone, { ...invite, uri: `sip:+19005551234@${server()}` })).status).toBe(403);
  });
});

describe('a source that sends too much is throttled', () => {
  const refused = async (reason: string): Promise<boolean> =>
    (await processMetrics.metrics()).includes(`sip_refused_requests_total{reason="${reason}"}`);

  async function flood(from: RawPhone, requests: number): Promise<void> {
    const { host, port } = from.address;
    const text = (n: number) =>
      `OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${n}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n` +
      `Call-ID: ${n}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`;
    for (let n = 0; n < requests; n++) {
      from.send(text(n));
      // faster would overflow the socket's buffer and lose other phones' packets
      if (n % 50 === 49) await delay(5);
    }
  }

  test.each([
    ['911', '127.0.0.70'],
    // in Arabic digits
    ['%D9%A9%D9%A1%D9%A1', '127.0.0.75'],
  ])('a call to %s goes through from a flooding address, even by an unregistered phone', async (dialled, host) => {
    await using phone = await open('udp', host);
    const atCarrier = carrier.listen({ rejectWith: 486 });
    await flood(phone, 2000);
    const uri = `sip:${dialled}@${fixture.sip.host}:${fixture.sip.port}`;
    const call = { method: 'INVITE', uri, headers: [contactOf(phone)], body: sdpOf(phone) };
    expect((await phone.askSigned(call)).status).toBe(486);
    expect((await atCarrier.nextCall()).dialled).toBe('911');
  });

  test('a flood from one address gets no responses, and a phone at another address does', async () => {
    await using flooder = await open('udp', '127.0.0.66');
    await flood(flooder, 2000);
    await using phone = await open();
    expect((await phone.register([contactOf(phone)])).status).toBe(200);
    await until('the flood to be counted', () => refused('too many requests'));
    // twice the limit: a ten-second window may have ended meanwhile
    expect(flooder.received.length).toBeLessThanOrEqual(200);
  });

  test('password guesses are throttled, and a phone with the right password at the same address is not', async () => {
    const host = '127.0.0.67';
    const other = await shop.credentials('103');
    await using guesser = await open('udp', host, other, { repeats: false });
    await using neighbour = await open('udp', host);
    expect((await neighbour.register([])).status).toBe(200);
    const uri = `sip:${fixture.sip.host}:${fixture.sip.port}`;
    const challenge = (await guesser.ask({ method: 'REGISTER' })).header('WWW-Authenticate') ?? '';
    const guess = (n: number) => {
      const signature = authorization(challenge, 'REGISTER', uri, { ...other, password: `${n}` });
      return guesser.ask({ method: 'REGISTER', headers: [signature] }, 5000);
    };
    for (let n = 0; n < 6; n++) expect((await guess(n)).status).toBe(401);
    const before = guesser.received.length;
    const more = Array.from({ length: 40 }, (_, n) => guess(n).catch(() => undefined));
    for (let n = 0; n < 5; n++) expect((await neighbour.register([])).status).toBe(200);
    await Promise.all(more);
    const answers = guesser.received.slice(before).filter(({ status }) => status === 401);
    expect(answers.length).toBeLessThanOrEqual(3);
    await until('the refusals to be counted', () => refused('slowed down'));
  });

  describe('an unknown SIP username', () => {
    const absent = (n: number): Credentials => ({ sipUsername: `shop-9${n}`, password: 'wrong' });
    /** The parts of a response that don't differ from one to the next. */
    const shapeOf = (response: SipMessage, { sipUsername }: Credentials): string =>
      response.text
        .replace(/(nonce|opaque)="[^"]*"/g, '$1=""')
        .replace(/(branch|tag|rport|received)=[^;\s]*/g, '$1=')
        .replace(/^(Call-ID|CSeq|Contact|Date):.*$/gm, '$1:')
        .replaceAll(sipUsername, 'name')
        .replaceAll(/127\.0\.0\.\d+:\d+/g, 'address');

    test.each(['REGISTER', 'INVITE', 'SUBSCRIBE'])('gets the same response as an existing one: %s', async (method) => {
      const uri = `sip:102@${fixture.sip.host}:${fixture.sip.port}`;
      const more = method === 'SUBSCRIBE' ? ['Event: dialog', 'Expires: 60'] : [];
      const answers = async (host: string, as: Credentials): Promise<string[]> => {
        await using phone = await open('udp', host, as);
        const request = { method, ...(method !== 'REGISTER' && { uri }), headers: [contactOf(phone), ...more] };
        await phone.askSigned({ ...request, ...(method === 'INVITE' && { body: sdpOf(phone) }) });
        const finals = phone.received.filter(({ status = 0 }) => status >= 200);
        // a request that was sent again may have got several
        const byRequest = new Map(finals.map((response) => [response.header('CSeq'), shapeOf(response, as)]));
        return [...byRequest.values()];
      };
      const ofNobody = await answers('127.0.0.71', absent(99));
      expect(ofNobody).toHaveLength(2);
      expect(ofNobody).toEqual(await answers('127.0.0.72', { ...account, password: 'wrong' }));
    });

    test('can’t be guessed faster than a password', async () => {
      const server = `${fixture.sip.host}:${fixture.sip.port}`;
      await using guesser = await open('udp', '127.0.0.73', absent(0), { repeats: false });
      const challenge = (await guesser.ask({ method: 'REGISTER' })).header('WWW-Authenticate') ?? '';
      const guess = (n: number) => {
        const name = absent(n);
        const to = `<sip:${name.sipUsername}@${server}>`;
        const headers = [authorization(challenge, 'REGISTER', `sip:${server}`, name)];
        return guesser.ask({ method: 'REGISTER', from: `${to};tag=${n}`, to, headers }, 5000);
      };
      for (let n = 0; n < 6; n++) expect((await guess(n)).status).toBe(401);
      const before = guesser.received.length;
      const more = await Promise.all(Array.from({ length: 40 }, (_, n) => guess(10 + n).catch(() => null)));
      expect(more.filter((answer) => answer === null).length).toBeGreaterThan(30);
      // one a second at most
      expect(guesser.received.length - before).toBeLessThanOrEqual(8);
    });
  });

  test.each(['tcp', 'tls'] as const)(
    'a phone on %s makes an emergency call although others have used up the connections',
    async (transport) => {
      const host = '127.0.0.69';
      const server = transport === 'tls' ? fixture.sipTls : fixture.sip;
      const held = new Set<net.Socket>();
      /** Opens too many connections, and waits until the edge has closed some. */
      const crowd = async (): Promise<void> => {
        const opened = Array.from({ length: 40 }, () => net.connect({ ...server, localAddress: host }));
        for (const socket of opened) held.add(socket.on('error', () => {}));
        await Promise.all(opened.map((socket) => once(socket, 'connect')));
        const isOpen = ({ readyState }: net.Socket) => readyState === 'open';
        await until('connections over the limit to close', () => [...held].filter(isOpen).length <= 32);
      };
      try {
        await crowd();
        await using phone = await open(transport, host);
        const atCarrier = carrier.listen({ rejectWith: 486 });
        const uri = `sip:911@${fixture.sip.host}:${fixture.sip.port}`;
        const invite = { method: 'INVITE', uri, headers: [contactOf(phone)], body: sdpOf(phone) };
        const challenge = await phone.ask(invite);
        expect(challenge.status).toBe(401);
        // now its connection has been idle for longer than others
        await crowd();
        await crowd();
        const signature = authorization(challenge.header('WWW-Authenticate') ?? '', 'INVITE', uri, account);
        expect((await phone.ask({ ...invite, headers: [...invite.headers, signature] })).status).toBe(486);
        expect((await atCarrier.nextCall()).dialled).toBe('911');
      } finally {
        for (const socket of held) socket.destroy();
      }
    },
  );

  test('a phone calls for help while others hold more connections than the edge takes', async () => {
    const held: net.Socket[] = [];
    try {
      for (let source = 1; source <= 130; source++) {
        const opened = Array.from({ length: 32 }, () =>
          net.connect({ ...fixture.sip, localAddress: `127.0.2.${source}` }).on('error', () => {}),
        );
        held.push(...opened);
        await Promise.all(opened.map((socket) => once(socket, 'connect')));
      }
      const atCarrier = carrier.listen({ rejectWith: 486 });
      // before the first ones reach the edge's idle limit
      await until(
        'the call',
        async () => {
          await using phone = await open('tcp', '127.0.0.74');
          const uri = `sip:911@${fixture.sip.host}:${fixture.sip.port}`;
          const invite = { method: 'INVITE', uri, headers: [contactOf(phone)], body: sdpOf(phone) };
          // without a response it tries again, as phones do
          return (await phone.askSigned(invite, 3000)).status === 486;
        },
        12_000,
      );
      expect((await atCarrier.nextCall()).dialled).toBe('911');
    } finally {
      for (const socket of held) socket.destroy();
    }
  });

  test.each(['tcp', 'tls'] as const)('at most 32 %s connections from one address stay open', async (transport) => {
    const server = transport === 'tls' ? fixture.sipTls : fixture.sip;
    const held = Array.from({ length: 80 }, () => net.connect({ ...server, localAddress: '127.0.0.68' }));
    for (const socket of held) socket.on('error', () => {});
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    await until(
      'the connections over the limit to close',
      () => held.filter(({ readyState }) => readyState === 'open').length <= 32,
    );
    await using phone = await open(transport);
    expect((await phone.register([contactOf(phone)])).status).toBe(200);
    for (const socket of held) socket.destroy();
    await until('the refusals to be counted', () => refused('too many connections'));
  });
});
