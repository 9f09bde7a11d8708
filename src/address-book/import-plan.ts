import { changes } from '../platform/db/events.ts';
import { shownCell } from '../platform/http/requests/read-csv.ts';
import { type Home, isE164, toE164 } from '../platform/numbers/e164.ts';
import { isShortenedNumber, wholeNumberText } from '../platform/numbers/spreadsheet.ts';
import { inputMessage } from '../platform/values/input-messages.ts';
import { ContactCreate, type ContactNumber, type NumberKind } from './contract.ts';
import type { Row } from './csv-columns.ts';

/** The fields of an existing contact that an import can change. */
export type Known = { id: string; name: string; company: string; note: string; numbers: ContactNumber[] };
/** What the import does with a row. */
export type Planned =
  | { outcome: 'new'; contact: Omit<Known, 'id'> }
  | { outcome: 'changed'; contact: Known; fields: string[] }
  | { outcome: 'same'; contact: Known }
  | { outcome: 'refused'; message: string };
export type PlannedRow = { line: number; name: string } & Planned;

const key = (name: string, company: string): string => `${name}\n${company}`.toLowerCase();
const refused = (message: string): Planned => ({ outcome: 'refused', message });

/**
 * Plans an import row by row, in the order of the file. A row is matched to a contact by id, or else by name and company. Without a column for
 * companies, the name alone has to be unique. `kinds`: the kinds of number that rows replace.
 */
export function importPlanner(
  known: readonly Known[],
  kinds: readonly NumberKind[],
  home: Home,
): (row: Row) => PlannedRow {
  const byId = new Map(known.map((contact) => [contact.id, contact]));
  const byKey = new Map(known.map((contact) => [key(contact.name, contact.company), contact]));
  const byName = Map.groupBy(known, ({ name }) => name.toLowerCase());
  const lines = new Map<string, number>();

  const plan = (row: Row): Planned => {
    const numbers = readRowNumbers(row, home);
    if ('message' in numbers) return refused(numbers.message);
    const namesakes = byName.get(row.name.toLowerCase()) ?? [];
    const ofId = row.id === undefined ? undefined : byId.get(row.id.toLowerCase());
    if (!ofId && row.company === undefined && namesakes.length > 1)
      return refused('Several contacts have this name. Add a column with the company.');
    const found = ofId ?? (row.company === undefined ? namesakes[0] : byKey.get(key(row.name, row.company)));
    const fields = {
      name: row.name,
      company: row.company ?? found?.company ?? '',
      note: row.note ?? found?.note ?? '',
      numbers: merge(found?.numbers ?? [], numbers.read, kinds),
    };
    const contact = ContactCreate.safeParse(fields, { error: inputMessage });
    if (!contact.success) return refused(faultIn(contact.error.issues));
    const identity = found?.id ?? key(contact.data.name, contact.data.company);
    const earlier = lines.get(identity);
    if (earlier !== undefined)
      return refused(`Line ${earlier} is about the same contact. Put all of its numbers in one row.`);
    lines.set(identity, row.line);
    if (!found) return { outcome: 'new', contact: contact.data };
    const { id, ...before } = found;
    const changed = changes(before, contact.data);
    if (!changed) return { outcome: 'same', contact: found };
    return { outcome: 'changed', contact: { ...contact.data, id }, fields: Object.keys(changed.after) };
  };
  return (row) => ({ line: row.line, name: shownCell(row.name), ...plan(row) });
}

type ReadNumbers = { read: ContactNumber[] } | { message: string };

function readRowNumbers({ numbers }: Row, home: Home): ReadNumbers {
  const read: ContactNumber[] = [];
  for (const { kind, text } of numbers) {
    if (isShortenedNumber(text))
      return {
        message: `A spreadsheet shortened the number ${shownCell(text)}. Format the column as text, and export it again.`,
      };
    const number = readNumber(text, home);
    if (number === null) return { message: `“${shownCell(text)}” isn’t a phone number such as +12125550101.` };
    if (read.every((one) => one.number !== number)) read.push({ kind, number });
  }
  return { read };
}

/** A spreadsheet reads +442079460958 as a quantity and drops the plus. */
function readNumber(text: string, home: Home): string | null {
  const written = wholeNumberText(text);
  const number = toE164(written, home);
  if (number !== null || !/^[1-9]\d{8,14}$/.test(written)) return number;
  return isE164(`+${written}`) ? `+${written}` : null;
}

/** Replaces the contact's numbers of the given kinds by those of the file. The order stays the same if nothing else changes. */
function merge(before: ContactNumber[], read: ContactNumber[], kinds: readonly NumberKind[]): ContactNumber[] {
  const has = (list: ContactNumber[], { kind, number }: ContactNumber) =>
    list.some((one) => one.kind === kind && one.number === number);
  const stay = before.filter((one) => !kinds.includes(one.kind) || has(read, one));
  const added = read.filter(({ number }) => stay.every((one) => one.number !== number));
  return [...stay, ...added];
}

const LABELS: Record<string, string> = { name: 'Name', company: 'Company', note: 'Note' };

function faultIn([issue]: readonly { path: PropertyKey[]; message: string }[]): string {
  const label = LABELS[String(issue?.path[0] ?? '')];
  return label === undefined ? (issue?.message ?? '') : `${label}: ${issue?.message}`;
}
