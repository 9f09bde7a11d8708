import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { useActions } from '../designer-actions.ts';
import { editingKey } from '../editing-keys.ts';
import { type Card } from './elements.ts';

const STEP = 16;
const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/** The keys of the canvas: arrows move what is selected, + and - zoom, 0 shows all; the rest as in the outline. */
export function useCanvasKeys(options: { cards: readonly Card[]; selected: readonly string[]; readOnly: boolean }) {
  const { cards, selected, readOnly } = options;
  const actions = useActions();
  const flow = useReactFlow();
  return (event: KeyboardEvent) => {
    // a button in the canvas, or a field in front of it, has its own keys
    if (event.target !== event.currentTarget) return;
    const arrow = ARROWS[event.key];
    if (arrow && !readOnly && selected.length > 0) {
      event.preventDefault();
      const to = Object.fromEntries(
        cards
          .filter(({ id }) => selected.includes(id))
          .map(({ id, position }) => [id, { x: position.x + arrow.x, y: position.y + arrow.y }]),
      );
      actions.act({ do: 'type', field: 'arrows', command: { do: 'move', to } });
    } else if (event.key === '+') void flow.zoomIn();
    else if (event.key === '-') void flow.zoomOut();
    else if (event.key === '0') void flow.fitView({ padding: 0.14 });
    else editingKey(event, actions, readOnly);
  };
}
