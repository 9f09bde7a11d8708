import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { content, node, option } from '../../flow-content.ts';
import { type CallLine, callFrom, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { type Chromium, openChromium } from '../browser.ts';
import { BAKERY_NUMBER, CLINIC_NUMBER, NORA, tenantId } from '../demo.ts';
import { printDuration, printLogsIfFailed } from '../diagnostics.ts';
import { openOutsidePhone } from '../outside-phone.ts';
import { OPERATOR, type Product, startProduct } from '../product.ts';

// Flows with the packaged voice, called from outside through the whole product: one made by the API, and the one of the demo.

const VOICE = 440;
const CALLER = '+13105550123';

let product: Product;
let chromium: Chromium;
let nora: ApiUser;
let bakery: string;
let outside: RawPhone;
let kitchen: RawPhone;

beforeAll(async () => {
  product = await startProduct({ LOG_LEVEL: 'debug' });
  nora = await product.signIn(NORA);
  const bakeryId = await tenantId(nora, 'bakery');
  bakery = `/tenants/${bakeryId}`;
  outside = await openOutsidePhone(product, CALLER);
  kitchen = await product.openRawPhone(nora, bakeryId, '102');
  chromium = await openChromium();
});
afterEach(({ task }) => {
  printLogsIfFailed(task, product);
  [outside, kitchen].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  for (const each of [outside, kitchen, chromium, product]) await each?.[Symbol.asyncDispose]();
});

async function extension(tenant: string, number: string): Promise<string> {
  const { items } = await nora.get(`${tenant}/extensions?search=${number}`);
  return items[0].id;
}

/** Saves a draft and publishes it as soon as its texts have been spoken. */
async function publish(draft: FlowContent): Promise<string> {
  const { id } = await nora.post(`${bakery}/flows`, { name: draft.name });
  const where = `${bakery}/flows/${id}`;
  const since = Date.now();
  await nora.put(`${where}/draft`, { content: draft });
  const preview = await until('the texts to be spoken', async () => {
    const now = await nora.get(`${where}/publish`);
    return now.faults.length === 0 && now;
  });
  printDuration('from a saved draft to spoken texts', Date.now() - since);
  await nora.post(`${where}/publish`, { draft: preview.draft, replaces: preview.replaces });
  return id;
}

/** Routes the bakery's number to a flow. */
async function route(flowId: string): Promise<void> {
  const { items } = await nora.get(`${bakery}/dids`);
  await nora.patch(`${bakery}/dids/${items[0].id}`, { routing: { kind: 'flow', id: flowId } });
}

/** The durations of the tenant's spoken sounds in milliseconds, the shortest first. */
const spokenMs = (): number[] => {
  const folder = path.join(product.installation.folder, bakery, 'media');
  const files = readdirSync(folder).filter((name) => name.endsWith('.wav'));
  return files.map((name) => (statSync(path.join(folder, name)).size - 44) / 16).toSorted((a, b) => a - b);
};

const soundMs = (line: CallLine, since: number): number =>
  line.media
    .heard(since)
    .parts.filter(({ kind }) => kind !== 'silence')
    .reduce((sum, { ms }) => sum + ms, 0);

/** Listens to a mailbox's greeting and speaks after the tone; returns the message. */
async function leaveMessage(tenant: string, line: CallLine): Promise<{ from: string }> {
  const recorders = path.join(product.installation.folder, 'asterisk/spool/recording');
  await until('a recorder', () => readdirSync(recorders).length > 0);
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100);
  await line.bye();
  return until('the message', async () =>
    (await nora.get(`${tenant}/voicemails`)).items.find((one: { from: string }) => one.from === CALLER),
  );
}

const text = (words: string) => [{ kind: 'text' as const, text: words }];

test('an outside caller hears the spoken menu, and each key takes its path', async () => {
  await nora.patch(`${bakery}/extensions/${await extension(bakery, '101')}`, { voicemailEnabled: true });
  const [mailbox] = (await nora.get(`${bakery}/mailboxes?search=101`)).items;
  const draft = content(
    node('menu', 'menu', {
      prompts: text('Thank you for calling the bakery. For the kitchen, press 1. To leave a message, press 2.'),
      options: [option('1', 'kitchen'), option('2', 'mailbox')],
      wrongInputTries: 1,
      exits: { noInput: 'bye', wrongInput: 'bye' },
    }),
    node('ring', 'kitchen', {
      target: { kind: 'extension', id: await extension(bakery, '102') },
      ringSeconds: 20,
      exits: { busy: 'mailbox', noAnswer: 'mailbox', unreachable: 'mailbox' },
    }),
    node('voicemail', 'mailbox', { mailboxId: mailbox.id }),
    node('play', 'bye', { prompts: text('Goodbye.'), exits: { next: 'end' } }),
    node('hangUp', 'end'),
  );
  await route(await publish(draft));
  const [goodbye = 0, greeting = 0] = spokenMs();

  const since = Date.now();
  await using busy = await callFrom(outside, BAKERY_NUMBER, VOICE);
  await until('the menu', () => soundMs(busy, since) > 0.7 * greeting);
  await busy.media.hears('silence');
  printDuration('the menu lasts', greeting);
  printDuration('of it sound was heard for', soundMs(busy, since));
  expect(soundMs(busy, since)).toBeLessThan(1.1 * greeting);
  expect(busy.media.heard(since)).toMatchObject({ jumps: { ssrc: 0 } });
  expect(busy.media.heard(since).dbfs).toBeGreaterThan(-30);

  await busy.press('1');
  const ringing = await ringAt(kitchen);
  expect(ringing.invite.header('From')).toContain(CALLER);
  ringing.refuse(486);
  const message = await leaveMessage(bakery, busy);
  expect(message).toMatchObject({ read: false, mailbox: { id: mailbox.id } });

  await using wrong = await callFrom(outside, BAKERY_NUMBER, VOICE);
  await wrong.media.hears('sound');
  await wrong.press('9');
  const last = Date.now();
  await wrong.ended();
  expect(soundMs(wrong, last)).toBeGreaterThan(0.5 * goodbye);

  await using talking = await callFrom(outside, BAKERY_NUMBER, VOICE);
  await talking.media.hears('sound');
  await talking.press('1');
  const rung = await ringAt(kitchen);
  await using person = await rung.answer(620);
  await Promise.all([talking.media.hears(620), person.media.hears(VOICE)]);
  await talking.bye();
});

test('the demo has hours, a menu, a group and voicemail behind the clinic’s number', async () => {
  const clinicId = await tenantId(nora, 'clinic');
  const clinic = `/tenants/${clinicId}`;
  const [flow] = (await nora.get(`${clinic}/flows`)).items;
  expect(flow).toMatchObject({ published: { number: 1 }, hasDraft: false });
  const [did] = (await nora.get(`${clinic}/dids`)).items;
  expect(did.routing).toMatchObject({ kind: 'flow', id: flow.id });
  const [schedule] = (await nora.get(`${clinic}/schedules`)).items;
  await using desk = await product.openRawPhone(nora, clinicId, '201');
  await using doctor = await product.openRawPhone(nora, clinicId, '202');

  await nora.put(`${clinic}/schedules/${schedule.id}/override`, { open: true });
  await using open = await callFrom(outside, CLINIC_NUMBER, VOICE);
  await open.media.hears('sound');
  await open.press('1');
  const [atDesk, atDoctor] = await Promise.all([ringAt(desk), ringAt(doctor)]);
  atDesk.refuse(486);
  atDoctor.refuse(486);
  expect(await leaveMessage(clinic, open)).toMatchObject({ mailbox: { number: '800' } });

  await nora.put(`${clinic}/schedules/${schedule.id}/override`, { open: false });
  await using late = await callFrom(outside, CLINIC_NUMBER, VOICE);
  await late.media.hears('sound');
  await late.bye();
  const calls = await until('both calls in the history', async () => {
    const { items } = await nora.get(`${clinic}/calls`);
    const theirs = items.filter(({ from }: { from: string }) => from === CALLER);
    return theirs.length === 2 && theirs;
  });
  const paths = await Promise.all(
    calls.map(async ({ id }: { id: string }) => nodesOf((await nora.get(`${clinic}/calls/${id}`)).path)),
  );
  expect(paths).toEqual([
    ['Start', 'Clinic hours', 'Closed'],
    ['Start', 'Clinic hours', 'Main menu', 'Front desk', 'Nobody is free', 'Leave a message'],
  ]);
  const { page, check, signIn } = await chromium.window(product.address);
  await signIn(NORA);
  await page.goto(`${clinic}/flows/${flow.id}`);
  await page.getByRole('heading', { name: 'Main number' }).waitFor();
  await page.getByText('Today', { exact: true }).click();
  await page.getByText('2 calls', { exact: false }).waitFor();
  await page.getByText('Where calls left the flow').click();
  await page.getByText('Closed: 1 call').waitFor();
  await check();
  await page.getByText('Outline', { exact: true }).click();
  await page.getByRole('treeitem').filter({ hasText: 'Nobody is free' }).getByText('1 call').waitFor();
  await check();

  const [group] = (await nora.get(`${clinic}/groups`)).items;
  await nora.delete(`${clinic}/groups/${group.id}`);
  await nora.put(`${clinic}/schedules/${schedule.id}/override`, { open: true });
  await using lost = await callFrom(outside, CLINIC_NUMBER, VOICE);
  await lost.media.hears('sound');
  await lost.press('1');
  await leaveMessage(clinic, lost);
  await page.reload();
  await page.getByText('“Front desk”: the target that it rings was deleted.', { exact: false }).waitFor();
  await check();
  const operator = await product.signIn(OPERATOR);
  await until('the mail', async () => {
    const { items } = await operator.get('/operator/mails');
    return items.some(
      ({ subject }: { subject: string }) => subject === 'Clinic: something that the call flow Main number uses is gone',
    );
  });
});

type Step = { event: string; node?: string };
const nodesOf = (steps: readonly Step[]) => steps.flatMap(({ event, node: name }) => (event === 'flow' ? [name] : []));
