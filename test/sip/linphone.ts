import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../ports.ts';
import { before, until, HANG_MS } from '../until.ts';
import type { Credentials } from './digest.ts';
import type { Address } from './message.ts';
import { isHeard, toneFile } from './wav.ts';

/** The third-party softphone linphonec, driven over its console. */
export type Linphone = AsyncDisposable & {
  /** Types a command, such as `call 102`, `answer`, `pause`, `resume`, `terminate`, or a digit during a call. */
  do(command: string): void;
  /** Waits for a line that it prints after the last command. */
  prints(pattern: RegExp, withinMs?: number): Promise<void>;
  registered(withinMs?: number): Promise<void>;
  /** During a call: starts sending its tone and recording what it hears. */
  openAudio(): void;
  /** Waits until it hears this tone, in Hz, or any sound. */
  hears(what: number | 'sound', withinMs?: number): Promise<void>;
};

export type LinphoneOptions = Credentials & {
  server: Address;
  /** The tone that it sends, in Hz. */
  tone: number;
};

export async function startLinphone(options: LinphoneOptions): Promise<Linphone> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strowger-linphone-'));
  // without these folders it starts without a SIP socket
  for (const name of ['.local/share/linphone', '.config/linphone'])
    mkdirSync(path.join(folder, name), { recursive: true });
  const [sound, recording] = [path.join(folder, 'tone.wav'), path.join(folder, 'heard.wav')];
  writeFileSync(sound, toneFile(options.tone));
  const settings = path.join(folder, 'linphonerc');
  writeFileSync(settings, await settingsOf(options), { mode: 0o600 });
  const program = spawn('linphonec', ['-c', settings], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let sinceCommand = 0;
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) => program.once('close', () => resolve()));
  const type = (command: string): void => {
    sinceCommand = output.length;
    program.stdin.write(`${command}\n`);
  };
  const prints = async (pattern: RegExp, withinMs = HANG_MS): Promise<void> => {
    await until(`${pattern} from linphonec`, () => pattern.test(output.slice(sinceCommand)), withinMs).catch(
      (error) => {
        throw new Error(`${String(error)}\n${output.slice(-1500)}`);
      },
    );
  };
  type('soundcard use files');
  return {
    do: type,
    prints,
    async registered(withinMs = HANG_MS) {
      const isRegistered = () => {
        program.stdin.write('status register\n');
        return /^(linphonec> )?registered, /m.test(output);
      };
      await until('linphonec to register', isRegistered, withinMs, 200);
    },
    openAudio() {
      program.stdin.write(`play ${sound}\nrecord ${recording}\n`);
    },
    async hears(what, withinMs = HANG_MS) {
      await until(`linphonec to hear ${what}`, () => isHeard(what, readFileSync(recording)), withinMs);
    },
    async [Symbol.asyncDispose]() {
      program.stdin.end('quit\n');
      await before(exited, 3000, () => 'the end of linphonec').catch(() => program.kill('SIGKILL'));
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function settingsOf({ sipUsername, password, server }: LinphoneOptions): Promise<string> {
  const domain = `${server.host}:${server.port}`;
  return `[sip]
sip_port=${await freePort()}
sip_tcp_port=0
sip_tls_port=0
bind_address=127.0.0.1
use_ipv6=0
default_proxy=0

[rtp]
audio_rtp_port=${await freePort()}

[proxy_0]
reg_proxy=<sip:${domain}>
reg_identity=sip:${sipUsername}@${domain}
reg_expires=120
reg_sendregister=1
publish=0

[auth_info_0]
username=${sipUsername}
passwd=${password}
realm=phones
`;
}
