import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { hashToken, newToken } from '../../src/platform/secrets.ts';
import { TEST_SECRET_KEY, temporaryFolder } from '../cluster.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type HttpResponse = { status: number; text: string; body: any; type: string };
export type ApiProcess = Awaited<ReturnType<typeof startApiProcess>>;

/** Starts the API as a separate process on an existing database. `preload` runs in it first and receives messages. */
export async function startApiProcess(databaseUrl: string, preload?: string) {
  const dataDir = temporaryFolder('api');
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), 'src/main.ts', 'api'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      PATH,
      HOME,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      VOICE: 'off',
    },
  });
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  void exited.then(() => fs.rmSync(dataDir, { recursive: true, force: true }));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
      const found = /listening at (http:[^"\s]+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    void exited.then((how) => reject(new Error(`the API ended (${how}): ${said}`)));
  });

  return {
    url,
    exited,
    process: child,
    /** Throws if there is no response because the process ended. */
    async call(
      token: string,
      method: string,
      where: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<HttpResponse> {
      const answer = await fetch(url + where, {
        method,
        headers: { cookie: `session=${token}`, origin: url, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const type = answer.headers.get('content-type') ?? '';
      return { status: answer.status, text, type, body: type.includes('json') ? JSON.parse(text) : null };
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Opens a session for requests over the network. */
export async function openTestSession(
  query: (text: string, values: unknown[]) => Promise<unknown>,
  userId: string,
): Promise<string> {
  const token = newToken();
  await query(
    "insert into sessions (token_hash, user_id, expires_at, ip) values ($1, $2, now() + interval '1 day', '127.0.0.1')",
    [hashToken(token), userId],
  );
  return token;
}
