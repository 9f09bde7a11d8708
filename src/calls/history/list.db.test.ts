import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import { CAUSE } from '../rules.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());

type Past = {
  minute?: number;
  direction?: 'internal' | 'outbound' | 'inbound';
  from?: string;
  to?: string;
  extensionId?: string | null;
  answeredBy?: string | null;
  answered?: boolean;
  emergency?: boolean;
  cause?: number;
  reason?: string | null;
  path?: object[];
};

const at = (minute: number, seconds = 0, ms = 0): Date => new Date(Date.UTC(2026, 4, 1, 10, minute, seconds, ms));

/** A call that began in this minute, was answered after 5 s (if it was), and ended after 47.4 s. */
async function past(tenantId: string, call: Past = {}): Promise<string> {
  const { minute = 1, direction = 'outbound', from = '101', to = '+12025550199', answered = false } = call;
  const id = newId();
  await app.query(
    `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, answered_extension_id, admitted_at,
       answered_at, ended_at, cause, reason, path, ended_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'caller')`,
    [
      id,
      tenantId,
      direction,
      call.emergency ?? false,
      from,
      to,
      call.extensionId ?? null,
      call.answeredBy ?? null,
      at(minute),
      answered ? at(minute, 5) : null,
      at(minute, 47, 400),
      call.cause ?? CAUSE.normal,
      call.reason ?? null,
      JSON.stringify(call.path ?? []),
    ],
  );
  return id;
}

async function tenant(): Promise<{ id: string; path: string }> {
  const { id } = await createTenant(admin);
  return { id, path: `/tenants/${id}/calls` };
}
async function extension(tenantId: string, number: string, name: string): Promise<string> {
  const { status, body } = await admin('POST', `/tenants/${tenantId}/extensions`, { number, name });
  expect(status).toBe(201);
  return body.id;
}

const listed = async (path: string, query: string, by = admin): Promise<string> => {
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { status, body, text } = await by('GET', `${path}?limit=1&${query}${cursor}`);
    expect(status, text).toBe(200);
    seen.push(...(body.items as { to: string }[]).map((item) => item.to.slice(-3)));
    if (body.nextCursor === null) return `${seen.join(' ')} of ${body.total}`;
    cursor = `&cursor=${body.nextCursor}`;
  }
};

describe('the list', () => {
  test('applies each filter and all together, newest first, page by page', async () => {
    const { id, path } = await tenant();
    const [desk, kitchen] = [await extension(id, '101', 'Front desk'), await extension(id, '102', 'Kitchen')];
    await past(id, {
      minute: 1,
      direction: 'internal',
      to: '102',
      answered: true,
      extensionId: desk,
      answeredBy: kitchen,
    });
    await past(id, { minute: 2, to: '+12025550111', extensionId: desk });
    await past(id, { minute: 3, to: '+12025550222', answered: true });
    await past(id, { minute: 4, direction: 'inbound', from: '+12025550999', to: '+12125550333', extensionId: desk, answered: true, answeredBy: kitchen }); // prettier-ignore
    await past(id, { minute: 5, to: '911', emergency: true, answered: true, extensionId: kitchen });
    await past(id, { minute: 6, direction: 'inbound', from: '+12025550999', to: '+12125550444', extensionId: desk });

    expect(await listed(path, '')).toBe('444 911 333 222 111 102 of 6');
    expect(await listed(path, 'sort=startedAt')).toBe('102 111 222 333 911 444 of 6');
    expect(await listed(path, 'direction=outbound')).toBe('911 222 111 of 3');
    expect(await listed(path, 'outcome=missed,no_answer')).toBe('444 111 of 2');
    expect(await listed(path, 'outcome=missed,no_answer&direction=outbound&sort=startedAt')).toBe('111 of 1');
    expect(await listed(path, 'emergency=true')).toBe('911 of 1');
    expect(await listed(path, 'emergency=false&direction=outbound')).toBe('222 111 of 2');
    expect(await listed(path, `extensionId=${desk}`)).toBe('444 333 111 102 of 4');
    // it was called, answered for another extension, and called 911
    expect(await listed(path, `extensionId=${kitchen}`)).toBe('911 333 102 of 3');
    expect(await listed(path, `extensionId=${kitchen}&emergency=true`)).toBe('911 of 1');
    expect(await listed(path, 'number=555-02')).toBe('222 of 1');
    expect(await listed(path, 'number=0999&outcome=missed')).toBe('444 of 1');
    expect(await listed(path, 'search=0999')).toBe('444 333 of 2');
    expect(await listed(path, 'number=nobody')).toBe(' of 0');
    expect(await listed(path, 'from=2026-05-01T10:02:00Z&to=2026-05-01T12:03:00%2B02:00')).toBe('111 of 1');
    expect((await admin('GET', `${path}?outcome=late`)).status).toBe(422);
    expect((await admin('GET', `${path}?from=0000-01-01T00:00:00Z`)).status).toBe(422);
  });

  test('finds rare digits by the index of numbers, and frequent digits by a scan', async () => {
    const { id, path } = await tenant();
    await app.query(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, ended_at, cause)
       select gen_random_uuid(), $1, 'outbound', n % 2 = 0, '101', '+1212' || 5550000 + n, timestamptz '2026-01-01' + n * interval '1 minute',
         timestamptz '2026-01-02', 16 from generate_series(1, 12000) n`,
      [id],
    );
    expect(await admin('GET', `${path}?number=5550007`)).toMatchObject({
      body: { total: 1, items: [{ to: '+12125550007' }] },
    });
    expect(await admin('GET', `${path}?number=5550007&emergency=true`)).toMatchObject({
      body: { total: 0, items: [] },
    });
    expect(await admin('GET', `${path}?number=55500&sort=startedAt&limit=1`)).toMatchObject({
      body: { total: 110, items: [{ to: '+12125550001' }] },
    });
    expect(await admin('GET', `${path}?number=212555&limit=1`)).toMatchObject({
      body: { total: 100, items: [{ to: '+12125559999' }] },
    });
    // another tenant finds none of them
    const other = await tenant();
    expect(await admin('GET', `${other.path}?number=5550007`)).toMatchObject({ body: { total: 0, items: [] } });
  });

  test('counts exactly only up to a limit', async () => {
    const { id, path } = await tenant();
    await app.query(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, ended_at, cause)
       select gen_random_uuid(), $1, 'inbound', false, '+12025550999', '+12125550101', now(), now(), 16 from generate_series(1, 1100)`,
      [id],
    );
    for (const query of ['', '?outcome=missed', '?direction=inbound'])
      expect(await admin('GET', `${path}${query}`)).toMatchObject({ body: { total: 1000 } });
    expect(await admin('GET', `${path}?number=0999`)).toMatchObject({ body: { total: 100 } });
  });
});

describe('a call', () => {
  const leg = { event: 'rang', at: at(1).toISOString(), until: at(1, 5).toISOString() };

  test('has its parties, times and path', async () => {
    const { id, path } = await tenant();
    const [desk, kitchen] = [await extension(id, '101', 'Front desk'), await extension(id, '102', 'Kitchen')];
    const steps = [
      { ...leg, extensionId: desk, number: '101', result: 'no_answer' },
      { event: 'forwarded', at: leg.until, extensionId: desk, number: '101', because: 'no_answer', to: '102' },
      { ...leg, extensionId: kitchen, number: '102', result: 'answered' },
      { event: 'of a later version', at: leg.at },
    ];
    const call = await past(id, { direction: 'inbound', from: '+12025550999', to: '+12125550101', answered: true, extensionId: desk, answeredBy: kitchen, path: steps }); // prettier-ignore
    const { body } = await admin('GET', `${path}/${call}`);
    expect(body).toMatchObject({
      outcome: 'answered',
      reason: null,
      extension: { id: desk, number: '101', name: 'Front desk' },
      answeredBy: { id: kitchen, number: '102', name: 'Kitchen' },
      calledExtension: null,
      didNumber: '+12125550101',
      ringSeconds: 5,
      talkSeconds: 42,
      seconds: 42,
      endedBy: 'caller',
      recordingId: null,
      voicemailId: null,
      legs: [
        { number: '101', result: 'no_answer', startedAt: leg.at, endedAt: leg.until },
        { number: '102', result: 'answered' },
      ],
    });
    expect(body.path.map((step: { event: string }) => step.event)).toEqual(['rang', 'forwarded', 'rang']);
    expect((await admin('GET', `${path}/${newId()}`)).status).toBe(404);
    const other = await tenant();
    expect((await admin('GET', `${other.path}/${call}`)).status).toBe(404);
  });

  test('has the numbers of deleted extensions', async () => {
    const { id, path } = await tenant();
    const [desk, kitchen] = [await extension(id, '101', 'Front desk'), await extension(id, '102', 'Kitchen')];
    const steps = [{ ...leg, extensionId: kitchen, number: '102', result: 'answered' }];
    const call = await past(id, { direction: 'internal', to: '102', answered: true, extensionId: desk, answeredBy: kitchen, path: steps }); // prettier-ignore
    for (const one of [desk, kitchen]) await admin('DELETE', `/tenants/${id}/extensions/${one}`);
    expect((await admin('GET', `${path}/${call}`)).body).toMatchObject({
      extension: { id: desk, number: '101', name: null },
      calledExtension: { id: kitchen, number: '102', name: null },
      answeredBy: { id: kitchen, number: '102', name: null },
    });
  });

  test('names the outside party by the tenant’s contacts', async () => {
    const { id, path } = await tenant();
    const contact = { name: 'Harbor Dental', numbers: [{ number: '+12025550199' }] };
    expect((await admin('POST', `/tenants/${id}/contacts`, contact)).status).toBe(201);
    await past(id, { minute: 1 });
    await past(id, { minute: 2, direction: 'inbound', from: '+12025550199', to: '+12125550101' });
    await past(id, { minute: 3, direction: 'internal', to: '102' });
    const { body } = await admin('GET', path);
    expect(body.items.map((item: { contactName: string | null }) => item.contactName)).toEqual([
      null,
      'Harbor Dental',
      'Harbor Dental',
    ]);
  });

  test('names the message that was left', async () => {
    const { id, path } = await tenant();
    const call = await past(id, { direction: 'inbound', answered: true });
    const [mailbox, message] = [newId(), newId()];
    await app.query("insert into mailboxes (id, tenant_id, number, name) values ($1, $2, '800', 'Office')", [
      mailbox,
      id,
    ]);
    await app.query(
      "insert into voicemails (id, tenant_id, mailbox_id, call_id, from_number, from_name, received_at, seconds) values ($1, $2, $3, $4, '', '', now(), 5)",
      [message, id, mailbox, call],
    );
    expect((await admin('GET', `${path}/${call}`)).body).toMatchObject({ voicemailId: message, recordingId: null });
  });

  test('has the outcome that follows from its facts', async () => {
    const { id, path } = await tenant();
    const mailbox = { event: 'mailbox', at: leg.at, mailboxId: newId(), number: '101' };
    const outcome = async (call: Past): Promise<string> => {
      const { body } = await admin('GET', `${path}/${await past(id, call)}`);
      return body.reason ? `${body.outcome}: ${body.reason}` : body.outcome;
    };
    const byCause = async (direction: 'inbound' | 'outbound') =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(CAUSE).map(async ([name, cause]) => [name, await outcome({ direction, cause })] as const),
        ),
      );
    const failed = 'unreachable: failed';
    const common = {
      busy: 'busy',
      unreachable: 'unreachable',
      rejected: 'refused: declined',
      unknownNumber: 'unreachable: unknown_number',
      noResponse: failed,
      answeredElsewhere: failed,
      congestion: failed,
      networkFailure: failed,
      incompatible: failed,
    };
    expect(await byCause('inbound')).toEqual({ ...common, normal: 'missed', noAnswer: 'missed' });
    expect(await byCause('outbound')).toEqual({ ...common, normal: 'no_answer', noAnswer: 'no_answer' });
    // a call with an unknown cause still has a record, which contains the cause
    expect(await outcome({ cause: 111 })).toBe(failed);
    expect(await outcome({ reason: 'suspended', cause: 21 })).toBe('refused: suspended');
    expect(await outcome({ reason: 'unreachable', cause: 20 })).toBe('unreachable: unreachable');
    expect(await outcome({ answered: true, cause: 38 })).toBe('answered');
    expect(await outcome({ answered: true, reason: 'not_permitted' })).toBe('answered');
    expect(await outcome({ answered: true, path: [mailbox] })).toBe('voicemail');
    expect(await outcome({ answered: true, path: [mailbox, { ...leg, extensionId: null, number: '102', result: 'answered' }] })).toBe('answered'); // prettier-ignore
  });

  test('has no negative length if the clock was set back during the call', async () => {
    const { id, path } = await tenant();
    const call = await past(id, { answered: true });
    await app.query("update calls set answered_at = ended_at + interval '1 hour' where id = $1", [call]);
    expect((await admin('GET', `${path}/${call}`)).body).toMatchObject({ talkSeconds: 0 });
  });
});

describe('a plain user of a tenant', () => {
  test('sees the calls of their own extension, or none if they have no extension', async () => {
    const { id, path } = await tenant();
    const [desk, kitchen] = [await extension(id, '101', 'Front desk'), await extension(id, '102', 'Kitchen')];
    const user = await app.user('tenant_user', { tenantId: id });
    const mine = await past(id, { minute: 1, direction: 'internal', to: '102', extensionId: desk });
    const foreign = await past(id, { minute: 2, to: '+12025550111', extensionId: desk });
    const answered = await past(id, { minute: 3, direction: 'inbound', to: '+12125550222', extensionId: desk, answered: true, answeredBy: kitchen }); // prettier-ignore
    expect(await listed(path, '', user.call)).toBe(' of 0');
    expect((await user.call('GET', `${path}/${mine}`)).status).toBe(404);

    const edit = await admin('PATCH', `/tenants/${id}/users/${user.id}`, { extensionId: kitchen });
    expect(edit).toMatchObject({ status: 200, body: { extensionId: kitchen } });
    expect(await listed(path, '', user.call)).toBe('222 102 of 2');
    expect(await listed(path, `extensionId=${desk}`, user.call)).toBe('222 102 of 2');
    expect(await listed(path, 'outcome=answered', user.call)).toBe('222 of 1');
    for (const call of [mine, answered]) expect((await user.call('GET', `${path}/${call}`)).status).toBe(200);
    expect((await user.call('GET', `${path}/${foreign}`)).status).toBe(404);
    const rows = async () => (await user.call('GET', `${path}/export?sort=startedAt`)).text.trim().split('\n').slice(1);
    expect(await rows()).toMatchObject([expect.stringContaining(',102,'), expect.stringContaining(',+12125550222,')]);

    await admin('DELETE', `/tenants/${id}/extensions/${kitchen}`);
    expect(await listed(path, '', user.call)).toBe(' of 0');
    expect(await rows()).toEqual([]);
  });

  test('has an extension of the tenant, or none', async () => {
    const { id } = await tenant();
    const other = await extension((await tenant()).id, '101', 'Elsewhere');
    const user = { email: `${newId()}@own.example`, name: 'User', role: 'tenant_user', password: 'blue guitar lamp' };
    const refused = await admin('POST', `/tenants/${id}/users`, { ...user, extensionId: other });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'extensionId' }] } });
    const own = await extension(id, '101', 'Front desk');
    const added = await admin('POST', `/tenants/${id}/users`, { ...user, extensionId: own });
    expect(added).toMatchObject({ status: 201, body: { extensionId: own } });
    const path = `/tenants/${id}/users/${added.body.id}`;
    expect(await admin('PATCH', path, { extensionId: other })).toMatchObject({ status: 422 });
    expect(await admin('PATCH', path, { extensionId: null })).toMatchObject({ body: { extensionId: null } });
    const events = await app.query<{ before: object; after: object }>(
      "select before, after from audit_events where target_id = $1 and action = 'user.edited'",
      [added.body.id],
    );
    expect(events).toEqual([{ before: { extension: '101' }, after: { extension: null } }]);
  });
});

describe('the export', () => {
  test('has every matching call, with times in the tenant’s zone and no formulas', async () => {
    const { id, path } = await tenant();
    await admin('PATCH', `/tenants/${id}`, { timezone: 'America/New_York' });
    const desk = await extension(id, '101', '=HYPERLINK("http://x")');
    await past(id, { minute: 1, extensionId: desk, answered: true });
    await past(id, { minute: 2, direction: 'inbound', from: '+12025550999', to: '+12125550101' });
    const { status, text, headers } = await admin('GET', `${path}/export?sort=startedAt`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, first, second] = text.trim().split('\n');
    expect(head).toMatch(/^startedAt,answeredAt,endedAt,timezone,direction,from,to,contactName,/);
    expect(first).toContain('2026-05-01 06:01:00,2026-05-01 06:01:05,2026-05-01 06:01:47,America/New_York (GMT-04:00),outbound,101,+12025550199,'); // prettier-ignore
    expect(first).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(second).toContain(',inbound,+12025550999,+12125550101,');
    expect((await admin('GET', `${path}/export?outcome=missed`)).text.trim().split('\n')).toHaveLength(2);
    const events = await app.query<{ after: object }>(
      "select after from audit_events where tenant_id = $1 and action = 'calls.exported' order by id",
      [id],
    );
    expect(events.map(({ after }) => after)).toEqual([
      { sort: 'startedAt', searched: false },
      { sort: '-startedAt', outcome: ['missed'], searched: false },
    ]);
    const viewer = await app.user('partner_user', { partnerId });
    expect((await viewer.call('GET', `${path}/export`)).status).toBe(403);
  });
});
