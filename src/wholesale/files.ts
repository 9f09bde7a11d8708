import { createHash } from 'node:crypto';
import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** The PDF of a document as it was mailed. */
export const storedFile = (tx: Tx, documentId: string) => sql.findFile(tx, documentId);

/** Stores the PDF of a document, so that a later version of the program shows no other. */
export async function storeFile(tx: Tx, row: { id: string; partner_id: string }, content: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest();
  await sql.storeFile(tx, { document_id: row.id, partner_id: row.partner_id, sha256, content });
}
