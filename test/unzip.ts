import { inflateRawSync } from 'node:zlib';

/** Reads a ZIP by its central directory (PKWARE APPNOTE, 4.3.12). */
export function unzip(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf('PK\u0005\u0006');
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [bytes, nameLength, extra, comment] = [20, 28, 30, 32].map((offset) =>
      offset === 20 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files[name] = inflateRawSync(zip.subarray(data, data + bytes)).toString('utf8');
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
