import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../cluster.ts';
import { until } from '../../until.ts';
import { inDatabase } from '../installed-database.ts';
import { descendantsOf, type Process, stillRunning } from '../processes.ts';
import { newInstallation, type Installation, type Product, startAt, startProduct } from '../product.ts';
import { endProgram, type Program, startProgram } from '../program.ts';

const readiness = async (address: string, query = ''): Promise<number> =>
  (await fetch(`${address}/readyz${query}`)).status;

const held = (place: Installation) => ({ folder: place.folder, ports: [place.port, place.sip.port] });

describe('with everything running', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
    await ready();
  });
  afterAll(() => product[Symbol.asyncDispose]());

  const ready = () =>
    until('calls to be possible', async () => (await readiness(product.address, '?for=calls')) === 200);
  const child = (pattern: RegExp): Process => {
    const found = product.program.children().find(({ command }) => pattern.test(command));
    if (!found) throw new Error(`no child ${pattern}`);
    return found;
  };
  const gone = (one: Process) => until(`the end of ${one.pid}`, () => !stillRunning([one], 'no such folder').length);

  test('a second start in the same data folder is refused, and the error names the running process', async () => {
    const second = startProgram(product.installation.settings);
    expect(await second.exited).toEqual({ code: 1, by: null });
    expect(second.output()).toContain(`is in use by process ${product.program.pid}. Stop that one first.`);
    expect(await readiness(product.address)).toBe(200);
  });

  test('starting on a port in use fails with one line and leaves nothing behind', async () => {
    const place = await newInstallation({ PORT: String(product.installation.port) });
    const second = startProgram(place.settings);
    expect(await second.exited).toEqual({ code: 1, by: null });
    const [, refusal, ...more] = second.output().trim().split('\n');
    expect(refusal).toBe(
      `Cannot listen on 127.0.0.1:${product.installation.port} (EADDRINUSE). Stop the program that uses it, or set PORT to another port.`,
    );
    expect(more).toEqual([]);
    expect(stillRunning([], place.folder)).toEqual([]);
    expect(readdirSync(place.folder)).not.toContain('postgres');
    rmSync(place.folder, { recursive: true });
  });

  test.each([
    ['PostgreSQL', /bin\/postgres -D/],
    ['Asterisk', /asterisk .*-f -C .*\/asterisk\/etc\/asterisk\.conf/],
    ['The demo carrier', /asterisk .*-f -C .*\/carrier\/etc\/asterisk\.conf/],
    ['Call control', /main\.ts calls/],
  ])('%s restarts after it was killed', async (name, pattern) => {
    const before = child(pattern);
    process.kill(before.pid, 'SIGKILL');
    await gone(before);
    await until(`${name} to be back`, () => child(pattern).pid !== before.pid);
    const [line] = await product.program.line(new RegExp(`^${name} is up again\\.$`, 'm'));
    expect(line).toBeTruthy();
    await ready();
  });

  test('frozen call control is killed and restarted', async () => {
    const before = child(/main\.ts calls/);
    process.kill(before.pid, 'SIGSTOP');
    await gone(before);
    await until('call control to be back', () => child(/main\.ts calls/).pid !== before.pid);
    await ready();
    expect(product.program.output()).toContain('Call control ended (killed by SIGKILL). Restarting it.');
  });

  test('kill -9 ends every process, and the next start works', async () => {
    await endProgram(product.program, 'SIGKILL', held(product.installation));
    const { installation: place } = product;
    product = await startAt(place);
    expect(product.program.output()).toContain('The demo accounts have the password that the first start printed.');
    await ready();
    await endProgram(product.program, 'SIGTERM', held(place));
    expect(await product.program.exited).toEqual({ code: 0, by: null });
    rmSync(place.folder, { recursive: true, force: true });
  });
});

describe('without calls', () => {
  const places: Installation[] = [];
  const programs: { program: Program; place: Installation }[] = [];
  const without = async (settings: Record<string, string>): Promise<{ program: Program; place: Installation }> => {
    const place = await newInstallation({ DEMO: 'off', ...settings });
    places.push(place);
    return again(place);
  };
  const again = (place: Installation) => {
    const started = { place, program: startProgram(place.settings) };
    programs.push(started);
    return started;
  };

  afterEach(async () => {
    for (const { program, place } of programs.splice(0).reverse()) await endProgram(program, 'SIGTERM', held(place));
    for (const { folder } of places.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  test('starting on an empty database without the demo prints a link that creates the operator', async () => {
    const { program, place } = await without({ VOICE: 'off' });
    await program.line(/^Ready: /m);
    expect(program.output()).toContain('Calls are off (VOICE=off).');
    expect(program.output()).toMatch(new RegExp(`http://127.0.0.1:${place.port}/welcome#[\\w-]{43}$`, 'm'));
    await endProgram(program, 'SIGINT', held(place));
  });

  test('without Asterisk everything else runs', async () => {
    const { program, place } = await without({ CACHE_DIR: temporaryFolder('cache') });
    const [, address] = await program.line(/^Ready: (\S+)$/m);
    expect(program.output()).toContain('Asterisk did not start: There is no Asterisk');
    expect(await readiness(address!)).toBe(200);
    expect(await readiness(address!, '?for=calls')).toBe(503);
    rmSync(place.settings['CACHE_DIR']!, { recursive: true, force: true });
  });

  test('with the SIP port in use everything else runs, and calls work once it is free', async () => {
    const place = await newInstallation({ DEMO: 'off' });
    places.push(place);
    const squatter = net.createServer().listen(place.sip.port, place.sip.host);
    await once(squatter, 'listening');
    const { program } = again(place);
    const [, address] = await program.line(/^Ready: (\S+)$/m);
    expect(program.output()).toContain(`SIP cannot listen on 127.0.0.1:${place.sip.port} (EADDRINUSE).`);
    expect(await readiness(address!)).toBe(200);
    squatter.close();
    await until('calls to be possible', async () => (await readiness(address!, '?for=calls')) === 200);
  });

  test('stopping during the start ends every process that was started', async () => {
    const { program, place } = await without({});
    // the first child is git, for the version
    const isStarted = () => program.children().some(({ command }) => /initdb|postgres/.test(command));
    await until('the first child', isStarted);
    await endProgram(program, 'SIGINT', held(place));
    expect(await program.exited).toEqual({ code: 0, by: null });
    await again(place).program.line(/^Ready: /m);
  });

  test('data of a newer version is refused with one line and not changed', async () => {
    const { program, place } = await without({ VOICE: 'off' });
    await program.line(/^Ready: /m);
    await inDatabase(place, async (client) => {
      await client.query("insert into migrations (name, sha256) values ('9999_from_tomorrow.sql', '')");
    });
    await endProgram(program, 'SIGTERM', held(place));

    const newerSchema = again(place).program;
    expect(await newerSchema.exited).toEqual({ code: 1, by: null });
    expect(newerSchema.output()).toContain('made by a newer version of the program (it has 9999_from_tomorrow.sql)');
    const versionFile = path.join(place.folder, 'postgres/PG_VERSION');
    writeFileSync(versionFile, '99\n');
    const newerPostgres = again(place).program;
    expect(await newerPostgres.exited).toEqual({ code: 1, by: null });
    expect(newerPostgres.output().trim().split('\n').at(-1)).toContain('was made by PostgreSQL 99, this is PostgreSQL');
    expect(stillRunning([], place.folder)).toEqual([]);
  });

  test('kill -9 of npm ends every process', async () => {
    const place = await newInstallation({ VOICE: 'off', DEMO: 'off', npm_lifecycle_event: 'start' });
    places.push(place);
    const npm = spawn('sh', ['-c', '"$0" src/main.ts all & wait', process.execPath], {
      env: { PATH: process.env['PATH'], HOME: '/', ...place.settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    npm.stdout.on('data', (text: Buffer) => (output += text.toString()));
    await until('the start', () => output.includes('Ready: '));
    const children = descendantsOf(npm.pid!);
    expect(children.length).toBeGreaterThan(2);
    npm.kill('SIGKILL');
    await until('the end of all', () => stillRunning(children, place.folder).length === 0);
  });
});
