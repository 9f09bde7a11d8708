import { z } from 'zod';
import { CallDetail } from '../calls/history/contract.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { Voicemail } from '../voicemail/contract.ts';

export const MESSAGE_COLUMNS = [...Object.keys(Voicemail.omit({ mailbox: true, version: true }).shape), 'mailbox'];

/** Messages as CSV rows, with the number of their mailbox. */
export async function* toMessageRows(messages: AsyncGenerator<object[]>): AsyncGenerator<Record<string, Cell>[]> {
  for await (const items of messages)
    yield z
      .array(Voicemail)
      .parse(items)
      .map(({ mailbox, ...message }) => ({ ...message, mailbox: mailbox.number }));
}

/** Recordings and messages name their call in their own files. */
const PLAIN = CallDetail.omit({
  extension: true,
  calledExtension: true,
  answeredBy: true,
  legs: true,
  path: true,
  charge: true,
  charges: true,
  recordingId: true,
  voicemailId: true,
});
export const CALL_COLUMNS = [
  ...Object.keys(PLAIN.shape),
  'extensionNumber',
  'extensionName',
  'calledExtensionName',
  'answeredByNumber',
  'answeredByName',
  'path',
  'charges',
];

/** A call as one CSV row, with its extensions as number and name, and its path and charges as JSON. */
export const toCallRow = ({
  extension,
  calledExtension,
  answeredBy,
  legs: _legs,
  path,
  charge: _charge,
  charges,
  ...call
}: CallDetail) => ({
  ...call,
  extensionNumber: extension?.number ?? null,
  extensionName: extension?.name ?? null,
  calledExtensionName: calledExtension?.name ?? null,
  answeredByNumber: answeredBy?.number ?? null,
  answeredByName: answeredBy?.name ?? null,
  path: path.length === 0 ? null : JSON.stringify(path),
  charges: charges.length === 0 ? null : JSON.stringify(charges),
});
