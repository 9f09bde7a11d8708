import { useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import { type ApiError, errorText } from '../session/api.ts';
import { isPathOf, useApiForm } from './form.tsx';
import { type Conflict, conflictsOf, type EditedFields, merged } from './merge.ts';

type EditOptions<Item extends { version: number }, Typed extends FieldValues, Output> = {
  /** The object when the form was opened. */
  item: Item;
  formOf: (item: Item) => Typed;
  /** Converts the form's values to the contract's input, given the initial values. */
  schema: (base: Typed) => z.ZodType<Output, Typed>;
  fields: EditedFields;
  /** Loads the current object. */
  load: () => Promise<Item>;
  /** Saves it. `base` has the version that was edited. */
  save: (output: Output, base: Item) => Promise<Item>;
  done?: (saved: Item, output: Output) => void;
  fieldOfCode?: Record<string, string>;
};

/**
 * A form for an object that others may edit at the same time. It is saved only over the version that was loaded. If another user was faster, the
 * input stays, and this user decides which values count.
 */
export function useEdit<Item extends { version: number }, Typed extends FieldValues, Output>(
  options: EditOptions<Item, Typed, Output>,
) {
  const { formOf, fields } = options;
  const [base, setBase] = useState<Item>(options.item);
  const [theirs, setTheirs] = useState<{ now: Item; conflicts: Conflict[] } | null>(null);
  const api = useApiForm<Typed, Output, Item>({
    schema: options.schema(formOf(base)),
    values: formOf(options.item),
    send: async (output) => {
      const saved = await options.save(output, base);
      setBase(saved);
      api.form.reset(formOf(saved));
      return saved;
    },
    ...(options.done && { done: options.done }),
    ...(options.fieldOfCode && { fieldOfCode: options.fieldOfCode }),
    takeError: async (error: ApiError) => {
      if (error.code !== 'stale_version') return false;
      try {
        const now = await options.load();
        setTheirs({ now, conflicts: conflictsOf(fields, formOf(base), formOf(now), api.form.getValues()) });
      } catch (failure) {
        api.setProblem(errorText(failure));
      }
      return true;
    },
  });

  const settle = (winner: 'mine' | 'theirs') => {
    if (!theirs) return;
    const values = merged(
      fields,
      { base: formOf(base), theirs: formOf(theirs.now), mine: api.form.getValues() },
      winner,
    );
    api.form.reset(formOf(theirs.now));
    api.form.reset(values, { keepDefaultValues: true });
    setBase(theirs.now);
    setTheirs(null);
    // the pressed button has disappeared, so move the focus
    const [first] = Object.keys(fields);
    if (first && isPathOf(values, first)) api.form.setFocus(first);
  };

  return { ...api, base, conflicts: theirs?.conflicts ?? null, settle };
}

export type Edit = Pick<ReturnType<typeof useEdit>, 'conflicts' | 'settle'>;
