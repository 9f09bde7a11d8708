import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { useActions } from '../designer/designer-actions.ts';
import { editingKey } from '../designer/editing-keys.ts';
import { type Card } from './elements.ts';

const STEP = 16;
const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/** The keys of the canvas: arrows move the selected cards, + and - zoom, 0 fits all. The others are those of the outline. */
export function useCanvasKeys(options: { cards: readonly Card[]; selected: readonly string[]; readOnly: boolean }) {
  const { cards, selected, readOnly } = options;
  const actions = useActions();
  const flow = useReactFlow();
  return (event: KeyboardEvent) => {
    // ignore keys of buttons and fields inside the canvas
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
