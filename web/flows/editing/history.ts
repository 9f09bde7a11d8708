import { applied } from './apply.ts';
import type { Command } from './commands.ts';
import type { Draft } from './draft.ts';

/** The number of steps that can be undone. */
export const MAX_STEPS = 100;

/** A draft with its earlier states, latest last, and its undone states, next last. */
export type Editing = {
  draft: Draft;
  past: readonly Draft[];
  future: readonly Draft[];
  /** the field of the last step, because more letters typed into the same field belong to that step */
  typing: string | null;
};

export type Act =
  | Command
  | { do: 'undo' }
  | { do: 'redo' }
  /** typing into a field, merged with the previous typing into the same field */
  | { do: 'type'; field: string; command: Command }
  /** the field lost the focus */
  | { do: 'typed' }
  /** replaces the whole draft, as after a conflict */
  | { do: 'load'; draft: Draft };

export const editingOf = (draft: Draft): Editing => ({ draft, past: [], future: [], typing: null });

/** The reducer of the designer. */
export function edited(state: Editing, act: Act): Editing {
  switch (act.do) {
    case 'undo':
      return undone(state);
    case 'redo':
      return redone(state);
    case 'typed':
      return state.typing === null ? state : { ...state, typing: null };
    case 'type':
      return done(state, applied(state.draft, act.command), act.field);
    case 'load':
      return done(state, act.draft, null);
    default:
      return done(state, applied(state.draft, act), null);
  }
}

function done(state: Editing, draft: Draft, typing: string | null): Editing {
  if (draft === state.draft) return state;
  const continued = typing !== null && typing === state.typing;
  return { draft, past: continued ? state.past : pushed(state.past, state.draft), future: [], typing };
}

function undone({ draft, past, future }: Editing): Editing {
  const before = past.at(-1);
  const state = { draft, past, future, typing: null };
  return before ? { ...state, draft: before, past: past.slice(0, -1), future: [...future, draft] } : state;
}

function redone({ draft, past, future }: Editing): Editing {
  const next = future.at(-1);
  const state = { draft, past, future, typing: null };
  return next ? { ...state, draft: next, past: pushed(past, draft), future: future.slice(0, -1) } : state;
}

const pushed = (past: readonly Draft[], draft: Draft): readonly Draft[] => [...past, draft].slice(-MAX_STEPS);
