import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Db } from '../platform/db/db.ts';
import type { FileKind, Storage } from '../platform/db/storage.ts';
import { filesOf } from './files.ts';

/** All of a tenant's data as a ZIP, file by file. */
export async function archiveOf(db: Db, storage: Storage, tenantId: string, now: Date): Promise<Readable> {
  const zip = new ZipFile();
  // the library returns a PassThrough, but its type is only ReadableStream
  const ended = zip.outputStream as Readable;
  for (const [name, content] of Object.entries(filesOf(db, tenantId, now))) {
    zip.addReadStreamLazy(name, {}, (take) => {
      // an unreadable file fails the whole export, because a partial one would look complete
      take(
        null,
        Readable.from(content()).on('error', (error) => ended.destroy(error)),
      );
    });
  }
  for (const kind of MEDIA) {
    for (const { name } of await storage.list(tenantId, kind))
      zip.addReadStreamLazy(`${kind}/${name}`, {}, (take) => {
        const content = Readable.from(bytesOf(storage, tenantId, kind, name));
        take(
          null,
          content.on('error', (error) => ended.destroy(error)),
        );
      });
  }
  zip.end();
  return ended;
}

/** The folders with sound. `messages.csv` and `recordings.json` name files by id, `media.json` by hash. */
const MEDIA = ['voicemails', 'greetings', 'recordings', 'media'] as const satisfies FileKind[];

/** A file deleted since the listing is empty. */
async function* bytesOf(storage: Storage, tenantId: string, kind: FileKind, name: string): AsyncGenerator<Buffer> {
  const file = await storage.open(tenantId, kind, name);
  if (file) yield* file.read();
}
