import '@xyflow/react/dist/base.css';
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  MarkerType,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, useEffect, useMemo, useState } from 'react';
import { useActions } from '../designer/designer-actions.ts';
import type { Draft } from '../editing/draft.ts';
import { isNodeKind, NODE_STYLES } from '../node-styles.ts';
import { type Card, cardsOf, type CanvasState, type Line, linesOf } from './elements.ts';
import { FlowLine } from './FlowLine.tsx';
import { placed, positionsOf } from './layout.ts';
import { NodeCard } from './NodeCard.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { FIT, ZoomPanel } from './ZoomPanel.tsx';
import styles from './canvas.module.css';

// constant objects, because the library renders every card again when one of them changes
const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { line: FlowLine };
const LINE_OPTIONS = { markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 } };
const PRO = { hideAttribution: true };
const PAN_BUTTONS = [0, 1];
const SNAP: [number, number] = [8, 8];

type CanvasProps = {
  draft: Draft;
  drawn: CanvasState;
  selected: readonly string[];
  readOnly: boolean;
  /** A node to scroll to. `count` grows with every request, so that the same node can be requested again. */
  sought: { id: string; count: number } | null;
};

/** The flow as a graph to edit with the mouse. Everything can also be done in the outline. */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({ draft, drawn, selected, readOnly, sought }: CanvasProps) {
  const { act, select, add } = useActions();
  const flow = useReactFlow<Card, Line>();
  const { content, moved } = draft;
  const positions = useMemo(() => positionsOf(content), [content]);
  const lines = useMemo(() => linesOf(content, drawn), [content, drawn]);
  const drawing = useMemo(
    () => (before: readonly Card[]) =>
      cardsOf(content, drawn, { place: (id) => placed(positions, moved, id), chosen: selected, before }),
    [content, positions, moved, drawn, selected],
  );
  // the library moves cards itself while they are dragged, and the next drawing replaces these positions
  const [shown, setShown] = useState(() => ({ drawing, cards: drawing([]) }));
  if (shown.drawing !== drawing) setShown({ drawing, cards: drawing(shown.cards) });
  const { cards } = shown;
  useEffect(() => {
    if (sought) void flow.fitView({ nodes: [{ id: sought.id }], maxZoom: 1, padding: 0.6, duration: 200 });
  }, [sought, flow]);

  const handlers = useMemo(
    () => ({
      // dragging changes only this state; the draft changes when the card is dropped
      onNodesChange: (changes: NodeChange<Card>[]) => {
        const kept = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
        if (kept.length > 0) setShown((before) => ({ ...before, cards: applyNodeChanges(kept, before.cards) }));
      },
      onNodeDragStop: (_event: unknown, _card: Card, dragged: Card[]) =>
        act({ do: 'move', to: Object.fromEntries(dragged.map(({ id, position }) => [id, position])) }),
      onConnect: ({ source, sourceHandle, target }: Connection) =>
        sourceHandle && act({ do: 'connect', from: { nodeId: source, exit: sourceHandle }, to: target }),
      onReconnect: (old: Line, { source, sourceHandle, target }: Connection) => {
        if (sourceHandle && (source !== old.source || sourceHandle !== old.sourceHandle))
          act({ do: 'connect', from: { nodeId: old.source, exit: old.sourceHandle ?? '' }, to: null });
        if (sourceHandle) act({ do: 'connect', from: { nodeId: source, exit: sourceHandle }, to: target });
      },
      onNodeClick: (event: { shiftKey: boolean }, { id }: Card) =>
        select(
          event.shiftKey ? [...flow.getNodes().flatMap((n) => (n.selected && n.id !== id ? n.id : [])), id] : [id],
        ),
      onPaneClick: () => select([]),
      onDragOver: (event: DragEvent) => event.preventDefault(),
      onDrop: (event: DragEvent) => {
        const kind = event.dataTransfer.getData('text/flow-step');
        if (!isNodeKind(kind)) return;
        event.preventDefault();
        const at = flow.screenToFlowPosition({ x: event.clientX - 60, y: event.clientY - 30 });
        add(kind, { after: null, at });
      },
    }),
    [act, add, flow, select],
  );
  const keys = useCanvasKeys({ cards, selected, readOnly });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles.area}
      data-testing={drawn.lit.size > 0 || undefined}
      data-read-only={readOnly || undefined}
      aria-label="Canvas"
      // focusable, because its keys work only while it has the focus
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={keys}
    >
      <ReactFlow<Card, Line>
        nodes={cards}
        edges={lines}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultEdgeOptions={LINE_OPTIONS}
        {...handlers}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panOnDrag={PAN_BUTTONS}
        selectionMode={SelectionMode.Partial}
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.1}
        maxZoom={1.75}
        fitView
        fitViewOptions={FIT}
        proOptions={PRO}
        elevateNodesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
        <MiniMap pannable zoomable className={styles.map ?? ''} nodeClassName={toneOf} nodeBorderRadius={14} />
        <ZoomPanel readOnly={readOnly} />
      </ReactFlow>
    </section>
  );
}

const toneOf = ({ data }: Card): string => styles[NODE_STYLES[data.node.kind].tone] ?? '';
