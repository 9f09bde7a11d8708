import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { until, HANG_MS } from '../until.ts';

const loopback = '127.0.0.1';
const root = join(import.meta.dirname, '../..');

/** A SIPp process that runs one scenario. */
export interface Sipp extends AsyncDisposable {
  readonly port: number;
  /** The exit code; null if it was killed. */
  readonly exited: Promise<number | null>;
  /** SIPp's own error output. */
  errors(): string;
  /** Resolves once it has bound its port. Earlier packets would be lost. */
  bound(): Promise<void>;
  /** Ends it gracefully: no new call starts, and those in progress finish. */
  finish(): void;
}

export interface SippOptions {
  /** A file in scenarios/, without .xml. */
  readonly scenario: string;
  /** The port on loopback that it talks to. */
  readonly remotePort: number;
  /** An existing folder for its logs, and their file name. */
  readonly folder: string;
  readonly name: string;
  readonly keys: Record<string, string | number>;
  /** Lines of [field0], [field1], …. Each call uses one line; after the last, it starts over. */
  readonly rows?: readonly (readonly string[])[];
  readonly more?: readonly string[];
  /** Default: any free one. */
  readonly port?: number;
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  const port = options.port ?? (await freeSippPort());
  const errorFile = join(options.folder, `${options.name}.errors`);
  const csvFile = join(options.folder, `${options.name}.csv`);
  if (options.rows)
    await writeFile(csvFile, ['SEQUENTIAL', ...options.rows.map((row) => row.join(';'))].join('\n') + '\n');
  const [program = '', ...prefix] = sippCommand();
  const child = spawn(
    // SIPp ends even if the tests are killed
    'setpriv',
    ['--pdeathsig', 'KILL', program, ...prefix, `${loopback}:${options.remotePort}`]
      .concat(['-sf', join(import.meta.dirname, 'scenarios', `${options.scenario}.xml`)])
      .concat(['-i', loopback, '-bind_local', '-p', String(port), '-mi', loopback, '-ci', loopback])
      .concat(['-nostdin', '-aa', '-trace_err', '-error_file', errorFile])
      .concat(Object.entries(options.keys).flatMap(([key, value]) => ['-key', key, String(value)]))
      .concat(options.rows ? ['-inf', csvFile] : [])
      .concat(options.more ?? []),
    { cwd: options.folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', (error) => {
      stderr += error.message;
      resolve(null);
    });
  });
  const errors = () => {
    const logged = existsSync(errorFile) ? readFileSync(errorFile, 'utf8') : '';
    return (stderr.replace(/^Resolving remote host.*$/m, '').trim() + '\n' + logged).trim();
  };
  return {
    port,
    exited,
    errors,
    async bound() {
      await until('SIPp to start', () => isBound(port) || child.exitCode !== null, HANG_MS, 2);
      if (child.exitCode !== null) throw new Error(`SIPp did not start (${child.exitCode}): ${errors()}`);
    },
    finish: () => child.kill('SIGUSR1'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Read from the kernel, because a message to SIPp would count as a call, and trying to bind the port would occupy it. */
function isBound(port: number): boolean {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/udp', 'utf8').includes(` 0100007F:${hexPort} `);
}

/** The one that set-up installed, or the machine's own. */
function sippCommand(): string[] {
  const found = join(root, 'node_modules/.cache/strowger/test-tools.json');
  if (!existsSync(found)) return ['sipp'];
  const tools: { sipp?: string; sippLoader?: string; sippLibraryPath?: string } = JSON.parse(
    readFileSync(found, 'utf8'),
  );
  const sipp = tools.sipp ?? 'sipp';
  return tools.sippLoader ? [tools.sippLoader, '--library-path', tools.sippLibraryPath ?? '', sipp] : [sipp];
}

/** SIPp needs an explicit port, because by default it uses 5060, which belongs to the product. */
export const freeSippPort = (): Promise<number> => freePort(30_000, 31_999);

/** A field that makes SIPp answer a digest challenge. */
export const credentials = (username: string, password: string) =>
  `[authentication username=${username} password=${password}]`;
