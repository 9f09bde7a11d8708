import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../values/ids.ts';
import { type FileKind, openStorage } from './storage.ts';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger storage-'));
const storage = openStorage(dataDir);
let tenant: string;
beforeEach(() => {
  tenant = newId();
});
afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

const read = async (name: string, range?: { start?: number; end?: number }): Promise<string | null> => {
  const file = await storage.open(tenant, 'exports', name);
  return file && (await buffer(file.read(range))).toString();
};
const put = (name: string, content: string) => storage.put(tenant, 'exports', name, Buffer.from(content));
const folder = () => path.join(dataDir, 'tenants', tenant);

describe('a stored file', () => {
  test('can be read, read in part, listed, replaced and removed', async () => {
    await put('b.zip', '0123456789');
    await storage.put(tenant, 'exports', 'a.zip', Readable.from(['from ', 'a stream']));
    expect(await read('b.zip')).toBe('0123456789');
    expect(await read('b.zip', { start: 2, end: 4 })).toBe('234');
    expect(await read('a.zip')).toBe('from a stream');
    expect((await storage.list(tenant, 'exports')).map(({ name, bytes }) => [name, bytes])).toEqual([
      ['a.zip', 13],
      ['b.zip', 10],
    ]);
    await put('b.zip', 'new');
    expect(await read('b.zip')).toBe('new');
    await storage.remove(tenant, 'exports', 'b.zip');
    expect(await read('b.zip')).toBeNull();
    await storage.remove(tenant, 'exports', 'b.zip');
  });

  test('does not exist if writing it failed', async () => {
    await put('a.zip', 'old');
    const broken = Readable.from(
      (async function* () {
        yield 'half';
        throw new Error('the line broke');
      })(),
    );
    await expect(storage.put(tenant, 'exports', 'a.zip', broken)).rejects.toThrow('the line broke');
    expect(await read('a.zip')).toBe('old');
    expect(fs.readdirSync(path.join(folder(), 'exports'))).toEqual(['a.zip']);
  });

  test('cannot be addressed outside its folder by name, kind or tenant', async () => {
    for (const name of [
      '../a.zip',
      '/etc/a.zip',
      'a/b.zip',
      '.a.zip',
      'a\0.zip',
      'a.exe',
      '',
      '..',
      `${'a'.repeat(200)}.zip`,
    ])
      await expect(put(name, 'x')).rejects.toThrow('Invalid file name');
    for (const kind of ['..', 'recordings/..', 'toString', ''])
      await expect(storage.put(tenant, kind as FileKind, 'a.zip', Buffer.from('x'))).rejects.toThrow(
        /Unknown kind|Invalid file name/,
      );
    for (const id of ['..', '', 'x', `${tenant}/../${newId()}`])
      await expect(storage.removeAll(id)).rejects.toThrow('named by its id');
    expect(fs.readdirSync(dataDir)).not.toContain('a.zip');
  });

  test('is never a link to something else', async () => {
    await put('a.zip', 'x');
    fs.symlinkSync('/etc/passwd', path.join(folder(), 'exports', 'link.zip'));
    await expect(storage.open(tenant, 'exports', 'link.zip')).rejects.toMatchObject({ code: 'ELOOP' });
  });
});

describe('removing everything of a tenant', () => {
  test('removes files, partial files, any folders and links, but no targets of links', async () => {
    const outside = path.join(dataDir, 'outside');
    fs.mkdirSync(outside, { recursive: true });
    fs.writeFileSync(path.join(outside, 'kept'), '');
    await put('a.zip', 'x');
    fs.writeFileSync(path.join(folder(), 'exports', '.half'), 'x');
    fs.mkdirSync(path.join(folder(), 'other', 'deep'), { recursive: true });
    fs.symlinkSync(outside, path.join(folder(), 'other', 'link'));
    expect(await storage.count(tenant)).toEqual({ files: 3, folders: 4 });
    expect(await storage.tenants()).toContain(tenant);
    expect(await storage.removeAll(tenant)).toBe(3);
    expect(await storage.count(tenant)).toEqual({ files: 0, folders: 0 });
    expect(await storage.tenants()).not.toContain(tenant);
    expect(fs.readdirSync(outside)).toEqual(['kept']);
    expect(await storage.removeAll(tenant)).toBe(0);
  });
});
