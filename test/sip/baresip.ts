import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../ports.ts';
import { until, HANG_MS } from '../until.ts';
import type { Credentials } from './digest.ts';
import type { Address } from './message.ts';
import { isHeard, toneFile } from './wav.ts';

export type BaresipEvent = { type: string; param: string };

/** The third-party softphone baresip, driven over its control connection. */
export type Baresip = AsyncDisposable & {
  do(command: string, params?: string): Promise<void>;
  /** The first event of this type after `since` events. */
  event(type: string, withinMs?: number): Promise<BaresipEvent>;
  /** Waits until it is registered, which may happen before its control connection is open. */
  registered(withinMs?: number): Promise<void>;
  readonly events: readonly BaresipEvent[];
  /** Waits until it hears this tone, in Hz, or any sound. */
  hears(what: number | 'sound', withinMs?: number): Promise<void>;
};

export type BaresipOptions = Credentials & {
  server: Address;
  /** The tone that it sends, in Hz. */
  tone: number;
};

const MODULES = '/usr/lib/baresip/modules';

export async function startBaresip({ sipUsername, password, server, tone }: BaresipOptions): Promise<Baresip> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strowger-baresip-'));
  const [sipPort, controlPort, rtpPort] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(
    path.join(folder, 'config'),
    [
      'poll_method epoll',
      `sip_listen 127.0.0.1:${sipPort}`,
      'net_interface 127.0.0.1',
      `audio_source aufile,${path.join(folder, 'tone.wav')}`,
      'audio_player aubridge,nothing',
      'audio_alert aubridge,nothing',
      `rtp_ports ${rtpPort}-${rtpPort + 20}`,
      `module_path ${MODULES}`,
      // records what it sends and hears, in two files per call
      `snd_path ${folder}`,
      ...['g711', 'aufile', 'aubridge', 'uuid', 'sndfile'].map((name) => `module ${name}.so`),
      ...['account', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
      `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
      '',
    ].join('\n'),
  );
  writeFileSync(
    path.join(folder, 'accounts'),
    `<sip:${sipUsername}@${server.host}:${server.port}>;auth_user=${sipUsername};auth_pass=${password};audio_codecs=PCMU/8000/1;regint=120;answermode=manual;ptime=20\n`,
    { mode: 0o600 },
  );
  writeFileSync(path.join(folder, 'contacts'), '');
  writeFileSync(path.join(folder, 'tone.wav'), toneFile(tone));
  const program = spawn('baresip', ['-4', '-f', folder], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  let output = '';
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) => program.once('close', () => resolve()));
  const events: BaresipEvent[] = [];
  const control = await connected(controlPort, () => output);
  let rest = '';
  control.setEncoding('utf8').on('data', (chunk: string) => {
    rest += chunk;
    for (let [, length] = frame(rest); length !== undefined; [, length] = frame(rest)) {
      const from = length.length + ':'.length;
      const text = rest.slice(from, from + Number(length));
      if (text.length < Number(length)) return;
      rest = rest.slice(from + Number(length) + 1);
      const { event, type, param = '' } = JSON.parse(text);
      if (event) events.push({ type, param });
    }
  });
  return {
    events,
    async do(command, params = '') {
      const text = JSON.stringify({ command, params, token: command });
      control.write(`${text.length}:${text},`);
      await delay(50); // it responds before the command has taken effect
    },
    event: (type, withinMs = HANG_MS) =>
      until(
        `${type} of baresip, which said ${events.map((each) => each.type).join()}\n${output.slice(-1500)}`,
        () => events.find((each) => each.type === type),
        withinMs,
      ),
    registered: async (withinMs = HANG_MS) => {
      await until(`a registration by baresip:\n${output}`, () => /\} 200 OK/.test(output), withinMs);
    },
    async hears(what, withinMs = HANG_MS) {
      await until(
        `baresip to hear ${what}`,
        () => {
          const heard = readdirSync(folder).filter((name) => name.endsWith('-dec.wav'));
          const [last] = heard.toSorted().slice(-1);
          return last !== undefined && isHeard(what, readFileSync(path.join(folder, last)));
        },
        withinMs,
      );
    },
    async [Symbol.asyncDispose]() {
      control.destroy();
      program.kill('SIGTERM');
      const killing = setTimeout(() => program.kill('SIGKILL'), 3000);
      await exited;
      clearTimeout(killing);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const frame = (text: string) => /^(\d+):/.exec(text) ?? [];

function connected(port: number, story: () => string): Promise<net.Socket> {
  return until(
    `baresip's control connection: ${story()}`,
    () =>
      new Promise<net.Socket>((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      }),
    5000,
  );
}
