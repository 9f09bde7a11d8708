import { get, set } from 'react-hook-form';

/** A field in which two users' changes can conflict. */
export type EditedField = {
  name: string;
  /** Converts the value for the comparison. By default, it is compared as typed. */
  sent?: (typed: never) => unknown;
  /** Describes the value. */
  words?: (value: never) => string;
  /** Whether the other user's value always wins. */
  stands?: (value: unknown) => boolean;
};

/** The fields by their path in the form. Other values are never merged. */
export type EditedFields = Record<string, EditedField>;

export type Conflict = {
  path: string;
  name: string;
  was: string;
  theirs: string;
  mine: string;
  /** Set if both users changed it differently: `open` until this user decides, `lost` if the other's value wins. */
  dispute: 'open' | 'lost' | null;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const valueOf = (form: unknown, path: string, { sent }: EditedField): unknown => {
  const typed = get<unknown, never>(form, path);
  return sent ? sent(typed) : typed;
};

function valueLabel(value: unknown, { words }: EditedField): string {
  if (value === null || value === '') return 'empty';
  if (words) return words(value as never);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'another value';
}

/** The fields that differ between two states of a form, with their paths. */
const changedFields = (fields: EditedFields, before: unknown, after: unknown): [path: string, field: EditedField][] =>
  Object.entries(fields).filter(([path, field]) => !same(valueOf(before, path, field), valueOf(after, path, field)));

export const changedPaths = (fields: EditedFields, before: unknown, after: unknown): string[] =>
  changedFields(fields, before, after).map(([path]) => path);

/** The changes of another user since the form was opened. */
export function conflictsOf(fields: EditedFields, base: unknown, theirs: unknown, mine: unknown): Conflict[] {
  return changedFields(fields, base, theirs).map(([path, field]) => {
    const [was, now, typed] = [base, theirs, mine].map((form) => valueOf(form, path, field));
    const both = !same(typed, was) && !same(typed, now);
    return {
      path,
      name: field.name,
      was: valueLabel(was, field),
      theirs: valueLabel(now, field),
      mine: valueLabel(typed, field),
      dispute: both ? (field.stands?.(now) ? 'lost' : 'open') : null,
    };
  });
}

/** Merges another user's changes into the form: theirs in all fields that this user hasn't changed, or in all fields if they win. */
export function merged<Form>(
  fields: EditedFields,
  { base, theirs, mine }: { base: Form; theirs: Form; mine: Form },
  winner: 'mine' | 'theirs',
): Form {
  const changedByThem = new Set(changedPaths(fields, base, theirs));
  const result = structuredClone(theirs);
  for (const [path, field] of changedFields(fields, base, mine)) {
    const theirsCounts = winner === 'theirs' || field.stands?.(valueOf(theirs, path, field));
    if (!(changedByThem.has(path) && theirsCounts)) set(result as object, path, get(mine, path));
  }
  return result;
}
