import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../src/asterisk/ports.ts';
import { newWebhookSecret, signatureHeaders } from '../src/platform/http-client/signature.ts';
import { newId } from '../src/platform/values/ids.ts';
import { sampleAt } from './doc-samples.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '..');

test('the docs’ receiver accepts only signed messages, each once', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strowger-sample-'));
  writeFileSync(path.join(folder, 'receiver.mjs'), sampleAt('api.md: Webhooks').code);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const [port, secret] = [await freePort(), newWebhookSecret()];
  const receiver = spawn(process.execPath, ['receiver.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret },
  });
  let printed = '';
  receiver.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  receiver.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  onTestFinished(() => {
    receiver.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await until('the receiver', () => printed.includes('listening'));

  const id = newId();
  const body = JSON.stringify({ id, type: 'extension.created', data: { name: 'Möbel 😀' } });
  const send = async (by: string): Promise<number> => {
    const headers = signatureHeaders([by], id, Math.floor(Date.now() / 1000), body);
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
  };
  expect([await send(newWebhookSecret()), await send(secret), await send(secret)]).toEqual([400, 204, 204]);
  await until('the event', () => printed.includes('extension.created'));
  expect(printed.match(/extension\.created {"name":"Möbel 😀"}/g)).toHaveLength(1);
});
