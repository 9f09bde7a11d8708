import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { freePort } from '../src/asterisk/ports.ts';
import { clusterUrl } from '../src/platform/postgres/postgres-database.ts';
import { socketFolder } from '../src/platform/postgres/postgres-paths.ts';
import { answers, newPartnerAdmin, request } from './bench-env.ts';

const SECRET = 'be'.repeat(32);
const root = path.resolve(import.meta.dirname, '..');

/** The whole product as `npm start` starts it, with one partner whose admin is signed in. */
export type Product = Awaited<ReturnType<typeof startBenchProduct>>;

export async function startBenchProduct() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger-bench-'));
  fs.chmodSync(dataDir, 0o755);
  const sip = { host: '127.0.0.1', port: await freePort() };
  const origin = `http://127.0.0.1:${await freePort()}`;
  const logFile = path.join(dataDir, 'output.log');
  const log = fs.openSync(logFile, 'a');
  const child = spawn(process.execPath, ['src/main.ts', 'all'], {
    cwd: root,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      SECRET_KEY: SECRET,
      HOST: sip.host,
      PORT: new URL(origin).port,
      SIP_PORT: String(sip.port),
      SIP_TLS_PORT: String(await freePort()),
      DEMO: 'off',
      // npm sets this; with it, the product ends when this process ends
      npm_lifecycle_event: 'bench',
    },
  });
  const exited = once(child, 'exit');
  await ready(`${origin}/readyz?for=calls`, exited, logFile);
  const host = socketFolder(path.join(dataDir, 'postgres'));
  const databaseUrl = (role: 'superuser' | 'asterisk') => clusterUrl({ host, port: 5432 }, role, SECRET, 'strowger');
  const superuser = new Pool({ connectionString: databaseUrl('superuser'), max: 8 });
  superuser.on('error', () => {});
  const admin = await newPartnerAdmin(superuser);
  return {
    ...admin,
    dataDir,
    logFile,
    sip,
    superuser,
    databaseUrl,
    /** Sends a request as the partner's admin. Throws if it fails. */
    async call(method: string, where: string, body?: unknown): Promise<unknown> {
      const headers = { cookie: admin.cookie, origin };
      const { status, body: text } = await request(`${origin}/api/v1${where}`, { method, headers, body });
      if (status >= 300) throw new Error(`${method} ${where}: ${status} ${text}`);
      return JSON.parse(text);
    },
    async close() {
      await superuser.end();
      child.kill('SIGTERM');
      await exited;
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, exited: Promise<unknown>, logFile: string): Promise<void> {
  const ended = exited.then(() => {
    throw new Error('It ended.');
  });
  // later it ends because we stop it, so ignore that
  ended.catch(() => {});
  await Promise.race([answers(url), ended]).catch((cause: unknown) => {
    throw new Error(`The product does not start: ${fs.readFileSync(logFile, 'utf8')}`, { cause });
  });
}
