import type { KeyboardEvent } from 'react';
import type { DesignerActions } from './designer-actions.ts';

/** The keys that work in both outline and canvas. */
export function editingKey(event: KeyboardEvent, actions: DesignerActions, readOnly: boolean): void {
  const work = workOf(event, actions, readOnly);
  if (!work) return;
  event.preventDefault();
  work();
}

function workOf(event: KeyboardEvent, actions: DesignerActions, readOnly: boolean): (() => void) | null {
  const held = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (held && key === 'c') return actions.copy;
  if (key === 'escape') return () => actions.select([]);
  if (readOnly) return null;
  if (held && key === 'v') return actions.paste;
  if (held && (key === 'y' || (key === 'z' && event.shiftKey))) return () => actions.act({ do: 'redo' });
  if (held && key === 'z') return () => actions.act({ do: 'undo' });
  if (!held && (key === 'delete' || key === 'backspace')) return actions.remove;
  return null;
}
