import { constants, type Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { absentIsNull } from '../process/system-error.ts';
import { isId, newId } from '../values/ids.ts';

/** A tenant's possible folders, and the files allowed in each. `retention/rules.ts` says what a purge does with each. */
export const FILE_KINDS = {
  exports: { endings: ['.zip'] },
  voicemails: { endings: ['.wav'] },
  greetings: { endings: ['.wav'] },
  recordings: { endings: ['.wav'] },
  media: { endings: ['.wav', '.wav16', '.upload'] },
} as const satisfies Record<string, { endings: readonly string[] }>;
export type FileKind = keyof typeof FILE_KINDS;

export type StoredFile = { name: string; bytes: number; modifiedAt: Date };

/** Tenants' files under DATA_DIR: `tenants/<id>/<kind>/<name>`. Ids and names are validated, so no path leads outside. */
export type Storage = ReturnType<typeof openStorage>;

export function openStorage(dataDir: string) {
  const root = path.join(dataDir, 'tenants');
  const folderOf = (tenantId: string, kind?: FileKind): string => {
    if (!isId(tenantId)) throw new Error('Files belong to a tenant, named by its id.');
    if (kind !== undefined && !Object.hasOwn(FILE_KINDS, kind)) throw new Error('Unknown kind of file.');
    return path.join(root, tenantId.toLowerCase(), kind ?? '');
  };
  const fileOf = (tenantId: string, kind: FileKind, name: string): string => {
    const folder = folderOf(tenantId, kind);
    if (!isFileName(kind, name)) throw new Error('Invalid file name.');
    return path.join(folder, name);
  };
  const storage = {
    /**
     * Creates a file in three steps. Call `create` and `keep` in a transaction that has locked the tenant's row, so that nothing is added to a folder
     * during its purge. `fill` may take long and needs no lock. The file becomes visible at `keep`, complete.
     */
    async create(tenantId: string, kind: FileKind, name: string) {
      const file = fileOf(tenantId, kind, name);
      const folder = path.dirname(file);
      await createFolders(root, folder);
      const temporary = path.join(folder, `.${newId()}`);
      const handle = await fs.open(temporary, 'wx', 0o600);
      return {
        /** Writes and syncs to disk, and returns the number of bytes. */
        async fill(content: Readable | Buffer): Promise<number> {
          await pipeline(Buffer.isBuffer(content) ? [content] : content, handle.createWriteStream({ flush: true }));
          return (await fs.stat(temporary)).size;
        },
        async keep(): Promise<void> {
          await fs.rename(temporary, file);
          await syncFolder(folder);
        },
        async drop(): Promise<void> {
          await handle.close();
          await fs.rm(temporary, { force: true });
        },
      };
    },

    /** Does all three steps at once, for small content. Replaces a file with the same name. */
    async put(tenantId: string, kind: FileKind, name: string, content: Readable | Buffer): Promise<void> {
      const file = await storage.create(tenantId, kind, name);
      try {
        await file.fill(content);
        await file.keep();
      } finally {
        await file.drop();
      }
    },

    /** Null if the file does not exist. `read` may be called once; `end` is inclusive, as in HTTP ranges. */
    async open(tenantId: string, kind: FileKind, name: string) {
      const file = fileOf(tenantId, kind, name);
      const handle = await absentIsNull(fs.open(file, constants.O_RDONLY | constants.O_NOFOLLOW));
      if (!handle) return null;
      const stat = await handle.stat();
      return {
        bytes: stat.size,
        modifiedAt: stat.mtime,
        read: (range: { start?: number; end?: number } = {}): Readable => handle.createReadStream(range),
        close: () => handle.close(),
      };
    },

    /** All complete files of a kind, by name. */
    async list(tenantId: string, kind: FileKind): Promise<StoredFile[]> {
      const folder = folderOf(tenantId, kind);
      const names = ((await absentIsNull(fs.readdir(folder))) ?? []).filter((name) => isFileName(kind, name));
      const files = await Promise.all(
        names.map(async (name) => {
          const stat = await absentIsNull(fs.lstat(path.join(folder, name)));
          return stat && { name, bytes: stat.size, modifiedAt: stat.mtime };
        }),
      );
      return files.filter((file) => file !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },

    async remove(tenantId: string, kind: FileKind, name: string): Promise<void> {
      await fs.rm(fileOf(tenantId, kind, name), { force: true });
    },

    /** Removes all of the tenant's files and folders, even partial files and unknown folders, and returns the number of files. Safe to kill and repeat. */
    async removeAll(tenantId: string): Promise<number> {
      const removed = await emptyFolder(folderOf(tenantId));
      await absentIsNull(syncFolder(root));
      return removed;
    },

    /** Counts everything, including partial files and empty folders. */
    async count(tenantId: string): Promise<{ files: number; folders: number }> {
      const folder = folderOf(tenantId);
      const inside = await absentIsNull(fs.readdir(folder, { recursive: true, withFileTypes: true }));
      const folders = inside?.filter((entry) => entry.isDirectory()).length ?? -1;
      return { files: (inside?.length ?? 0) - Math.max(folders, 0), folders: folders + 1 };
    },

    /** The tenants that have a folder. */
    async tenants(): Promise<string[]> {
      return ((await absentIsNull(fs.readdir(root))) ?? []).filter(isId);
    },
  };
  return storage;
}

function isFileName(kind: FileKind, name: string): boolean {
  const plain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(name);
  return plain && FILE_KINDS[kind].endings.some((ending) => name.endsWith(ending));
}

/** A rename is durable only after its folder has been synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function createFolders(root: string, folder: string): Promise<void> {
  const first = await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const above = path.dirname(root);
  for (let place = folder; place.length > above.length; place = path.dirname(place))
    await syncFolder(path.dirname(place));
}

/** Removes one file at a time, to share the disk and use constant memory. Removes links without following them. */
async function emptyFolder(folder: string): Promise<number> {
  const stat = await absentIsNull(fs.lstat(folder));
  if (!stat) return 0;
  if (!stat.isDirectory()) {
    await fs.rm(folder, { force: true });
    return 1;
  }
  let removed = 0;
  for await (const entry of await fs.opendir(folder)) removed += await removeEntry(folder, entry);
  await absentIsNull(fs.rmdir(folder));
  return removed;
}

async function removeEntry(folder: string, entry: Dirent): Promise<number> {
  const place = path.join(folder, entry.name);
  if (entry.isDirectory()) return emptyFolder(place);
  await fs.rm(place, { force: true });
  return 1;
}
