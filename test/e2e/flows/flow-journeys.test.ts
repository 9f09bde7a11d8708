import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CallLine, callFrom, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { type Chromium, openChromium, type Window } from '../browser.ts';
import { CLINIC_NUMBER, NORA, tenantId } from '../demo.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { type Keyboard, keyboardOf } from '../keyboard.ts';
import { openOutsidePhone } from '../outside-phone.ts';
import { button, field, row } from '../pages.ts';
import { type Product, startProduct } from '../product.ts';
import { step } from '../step.ts';

// Flows made by people in a browser, and calls through them with the phones of the clinic.

const VOICE = 440;
const OWNER = 'owner@clinic.example';
const CALLER = '+13105550123';

let product: Product;
let chromium: Chromium;
let nora: ApiUser;
let clinic: string;
let outside: RawPhone;
let desk: RawPhone;
let doctor: RawPhone;

beforeAll(async () => {
  product = await startProduct({});
  nora = await product.signIn(NORA);
  const clinicId = await tenantId(nora, 'clinic');
  clinic = `/tenants/${clinicId}`;
  outside = await openOutsidePhone(product, CALLER);
  desk = await product.openRawPhone(nora, clinicId, '201');
  doctor = await product.openRawPhone(nora, clinicId, '202');
  chromium = await openChromium();
});
afterEach(({ task }) => {
  printLogsIfFailed(task, product);
  [outside, desk, doctor].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  for (const each of [outside, desk, doctor, chromium, product]) await each?.[Symbol.asyncDispose]();
});

/** Goes to the line of the outline with this text, from the top, only by keyboard. */
async function toLine(page: Page, keys: Keyboard, text: RegExp): Promise<void> {
  await keys.to(page.locator('[role=treeitem][tabindex="0"]'));
  await page.keyboard.press('Home');
  for (let lines = 0; lines < 40; lines++) {
    if (text.test((await page.locator('[role=treeitem]:focus').textContent()) ?? '')) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no line has ${text}`);
}

/** Adds a step at a line without a next step. */
async function addStep(page: Page, keys: Keyboard, at: RegExp, kind: string): Promise<void> {
  await toLine(page, keys, at);
  await page.keyboard.press('Enter');
  const steps = page.getByRole('dialog');
  await keys.press(steps.getByRole('button', { name: new RegExp(`^${kind}`) }));
  await steps.waitFor({ state: 'hidden' });
}

const panel = (page: Page, name: string) => page.getByRole('region', { name: `Settings of ${name}`, exact: true });
const select = (page: Page, name: string, label: string) =>
  panel(page, name).getByRole('combobox', { name: label, exact: true });

test(
  'a partner builds the clinic’s flow by keyboard alone, and callers take every path',
  { timeout: 300_000 },
  async () => {
    const { page, check, signIn } = await chromium.window(product.address);
    await signIn(NORA);
    const keys = keyboardOf(page);
    let flowId = '';

    await step('a new flow is made in the outline', async () => {
      await page.goto(`${clinic}/flows`);
      await keys.press(button(page, 'New flow').first());
      const dialog = page.getByRole('dialog');
      await keys.type(field(dialog, 'Name'), 'By keyboard');
      await keys.press(button(dialog, 'Create flow'));
      await page.getByRole('heading', { name: 'By keyboard' }).waitFor();
      flowId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      await keys.to(page.getByRole('radio', { name: 'Canvas' }));
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tree', { name: 'Steps of the flow' }).waitFor();
    });

    await step('opening hours are added, and an announcement outside them', async () => {
      await addStep(page, keys, /Add a step/, 'Opening hours');
      await keys.choose(select(page, 'Opening hours', 'Schedule'), 'Clinic hours');
      await addStep(page, keys, /^Closed.*Add a step/, 'Play a sound');
      await keys.press(button(panel(page, 'Play a sound'), 'Text to speak'));
      await keys.type(field(panel(page, 'Play a sound'), 'Text 1'), 'We are closed.');
      await addStep(page, keys, /^Add a step/, 'Hang up');
    });

    await step('a menu, a group that rings, and a mailbox after both are added', async () => {
      await addStep(page, keys, /^Open.*Add a step/, 'Menu');
      await keys.press(button(panel(page, 'Menu'), 'Text to speak'));
      await keys.type(field(panel(page, 'Menu'), 'Text 1'), 'For appointments, press 1.');
      await keys.type(field(panel(page, 'Menu'), 'Name 1'), 'Appointments');
      await addStep(page, keys, /Appointments.*Add a step/, 'Ring');
      await keys.choose(select(page, 'Ring', 'Group'), '600 Front desk');
      await addStep(page, keys, /Nobody answered.*Add a step/, 'Voicemail');
      await keys.choose(select(page, 'Voicemail', 'Mailbox'), '800 Messages');
      await toLine(page, keys, /Ring.*Front desk/);
      for (const exit of ['Busy', 'Nobody registered']) await keys.choose(select(page, 'Ring', exit), 'Voicemail');
      await toLine(page, keys, /For appointments/);
      for (const exit of ['No input', 'Wrong input']) await keys.choose(select(page, 'Menu', exit), 'Voicemail');
      await check();
    });

    await step('a change is undone and redone, and the flow is saved and published', async () => {
      await toLine(page, keys, /For appointments/);
      await page.keyboard.press('ControlOrMeta+Z');
      await toLine(page, keys, /Wrong input.*Add a step/);
      await page.keyboard.press('ControlOrMeta+Shift+Z');
      await keys.press(button(page, 'Save draft'));
      await page.getByText('All changes are saved.').waitFor({ state: 'attached' });
      await until(
        'the texts to be spoken',
        async () => {
          const { faults } = await nora.get(`${clinic}/flows/${flowId}/publish`);
          return faults.length === 0;
        },
        60_000,
      );
      await keys.press(button(page, 'Publish…'));
      const dialog = page.getByRole('dialog');
      await dialog.getByText('“Menu” is added.').waitFor();
      await keys.press(button(dialog, 'Publish'));
      await page.getByText('Version 1 is published').waitFor();
      await check();
    });

    const [did] = (await nora.get(`${clinic}/dids`)).items;
    await nora.patch(`${clinic}/dids/${did.id}`, { routing: { kind: 'flow', id: flowId } });
    const [schedule] = (await nora.get(`${clinic}/schedules`)).items;
    const override = (open: boolean) => nora.put(`${clinic}/schedules/${schedule.id}/override`, { open });
    const nodes = async (): Promise<string[]> => {
      const [call] = (await nora.get(`${clinic}/calls`)).items;
      const { path } = await nora.get(`${clinic}/calls/${call.id}`);
      return path.flatMap(({ event, node, exit }: { event: string; node?: string; exit?: string }) =>
        event === 'flow' ? [`${node}.${exit ?? ''}`] : [],
      );
    };
    /** Waits for the record of the call that has just ended, with this path. */
    const went = (...way: string[]) =>
      until(`a call by ${way.join(' ')}`, async () => JSON.stringify(await nodes()) === JSON.stringify(way));

    await step('closed: the caller hears it, and the call ends', async () => {
      await override(false);
      await using line = await callFrom(outside, CLINIC_NUMBER, VOICE);
      await line.media.hears('sound');
      await line.ended();
      await went('Start.next', 'Opening hours.closed', 'Play a sound.next', 'Hang up.');
    });

    await step('open: 1 rings the group, and somebody answers', async () => {
      await override(true);
      await using line = await callFrom(outside, CLINIC_NUMBER, VOICE);
      await line.media.hears('sound');
      await line.press('1');
      const [ringing] = await Promise.all([ringAt(desk), ringAt(doctor)]);
      await using person = await ringing.answer(620);
      await Promise.all([line.media.hears(620), person.media.hears(VOICE)]);
      await person.bye();
      await line.ended();
      await until('the record', async () => (await nodes()).includes('Ring.answered'));
      const steps = (await nodes()).map((node) => node.replace(/\.\w+$/, ''));
      expect(steps).toEqual(['Start', 'Opening hours', 'Menu', 'Ring']);
    });

    await step('open: nobody answers, so the mailbox does', async () => {
      await using line = await callFrom(outside, CLINIC_NUMBER, VOICE);
      await line.media.hears('sound');
      await line.press('1');
      for (const ringing of await Promise.all([ringAt(desk), ringAt(doctor)])) ringing.refuse(486);
      await leaveMessage(line);
    });

    await step('open: no key and a wrong key lead to the mailbox', async () => {
      await using line = await callFrom(outside, CLINIC_NUMBER, VOICE);
      await line.media.hears('sound');
      for (let tries = 0; tries < 3; tries++) {
        await line.press('9');
        await line.media.hears('sound');
      }
      await leaveMessage(line);
      await until('the record', async () => (await nodes()).includes('Menu.wrongInput'));
    });
  },
);

/** Speaks until the mailbox has a new message, and hangs up. */
async function leaveMessage(line: CallLine): Promise<void> {
  const count = async () => (await nora.get(`${clinic}/voicemails`)).items.length;
  const before = await count();
  await until('the tone', async () => {
    const [call] = (await nora.get(`${clinic}/live-calls`)).items;
    return call?.answeredAt;
  });
  await line.media.hears('silence', 30_000);
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100);
  await line.bye();
  await until('the message', async () => (await count()) > before);
}

async function openFlow(of: Window, who: string, flowId: string): Promise<Page> {
  await of.signIn(who);
  await of.page.goto(`${clinic}/flows/${flowId}`);
  await of.page.getByRole('region', { name: 'Canvas' }).getByText('Start', { exact: true }).waitFor();
  return of.page;
}

test('when two users edit a flow at once, the second sees a conflict, and neither loses changes', async () => {
  const { id } = await nora.post(`${clinic}/flows`, { name: 'Shared' });
  const [first, second] = [await chromium.window(product.address), await chromium.window(product.address)];
  const atNora = await openFlow(first, NORA, id);
  const atOwner = await openFlow(second, OWNER, id);
  const add = async (page: Page, kind: string) => {
    await page.getByRole('region', { name: 'Canvas' }).getByText('Start', { exact: true }).click();
    await button(page.getByRole('complementary', { name: 'Steps to add' }), kind).click();
    await panel(page, kind).waitFor();
  };
  await add(atNora, 'Play a sound');
  await add(atOwner, 'Hang up');
  await button(atNora, 'Save draft').click();
  await atNora.getByText('All changes are saved.').waitFor({ state: 'attached' });

  await button(atOwner, 'Save draft').click();
  await atOwner.getByText('Someone else saved this draft in the meantime').waitFor();
  await atOwner.getByText('It was changed by Nora', { exact: false }).waitFor();
  await second.check();
  const kinds = async () =>
    (await nora.get(`${clinic}/flows/${id}/draft`)).content.nodes.map(({ kind }: { kind: string }) => kind);
  expect(await kinds()).toEqual(['start', 'play']);
  const step = (page: Page, name: string) =>
    page.getByRole('region', { name: 'Canvas' }).getByText(name, { exact: true });
  // their own change, the other user's, and then both
  await step(atOwner, 'Hang up').waitFor();
  await button(atOwner, 'Show what they saved').click();
  await step(atOwner, 'Play a sound').waitFor();
  expect(await step(atOwner, 'Hang up').count()).toBe(0);
  await button(atOwner, 'Undo').click();
  await step(atOwner, 'Hang up').waitFor();
  await button(atOwner, 'Redo').click();
  // the other user's change, and then the own one
  await step(atOwner, 'Play a sound').click();
  await button(atOwner.getByRole('complementary', { name: 'Steps to add' }), 'Hang up').click();
  await button(atOwner, 'Save draft').click();
  await atOwner.getByText('All changes are saved.').waitFor({ state: 'attached' });
  expect(await kinds()).toEqual(['start', 'play', 'hangUp']);
});

test('from the page, a user hears a draft and records a sound on a phone', async () => {
  const { page, check, signIn } = await chromium.window(product.address);
  await signIn(NORA);
  const [flow] = (await nora.get(`${clinic}/flows?search=Main`)).items;
  const [schedule] = (await nora.get(`${clinic}/schedules`)).items;
  await nora.put(`${clinic}/schedules/${schedule.id}/override`, { open: true });
  const choosePhone = async (option: string) => {
    await page.getByRole('combobox', { name: 'Phone to call' }).click();
    await page.getByRole('option', { name: option }).first().click();
  };

  await page.goto(`${clinic}/flows/${flow.id}`);
  await button(page, 'Test run').click();
  const heard = page.getByRole('region', { name: 'Hear it on a phone' });
  await choosePhone('201');
  await heard.scrollIntoViewIfNeeded();
  await check();
  await button(heard, 'Call me').click();
  await heard.getByText('The phone is ringing. Pick it up.').waitFor();
  await using line = await (await ringAt(desk)).answer(VOICE);
  await line.media.hears('sound');
  await heard.getByText('The draft is playing.', { exact: false }).waitFor();
  await check();
  await line.bye();
  await heard.getByText('The call has ended.').waitFor();

  await page.goto(`${clinic}/media`);
  // an empty library offers it a second time
  await button(page, 'Record by phone').first().click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Name').fill('Welcome');
  await choosePhone('201');
  await check();
  await button(dialog, 'Call me').click();
  await using speaking = await (await ringAt(desk)).answer(VOICE);
  await dialog.getByText('Speak after the tone.', { exact: false }).waitFor();
  await check();
  await speaking.media.hears('sound');
  await speaking.media.hears('silence');
  const since = Date.now();
  await until('3 s of speech', () => speaking.media.heard(since).packets >= 150);
  await speaking.press('#');
  await speaking.ended();
  await dialog.getByText('Recorded.', { exact: false }).waitFor();
  await check();
  await page.keyboard.press('Escape');
  await row(page, 'Media', 'Welcome').getByText('Recorded by phone').waitFor();
  const sound = await until('the sound to be ready', async () => {
    const [found] = (await nora.get(`${clinic}/media?search=Welcome`)).items;
    return found?.state === 'ready' && found;
  });
  expect(sound).toMatchObject({ name: 'Welcome', source: 'phone' });
  await check();
});
