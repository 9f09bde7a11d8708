import { IconArrowBackUp, IconArrowForwardUp, IconClipboard } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { Chips } from '../../ui/controls.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { useMedia } from '../../ui/use-media.ts';
import type { CanvasState } from '../canvas/elements.ts';
import { nodeOf } from '../editing/draft.ts';
import { Outline } from '../outline/Outline.tsx';
import { NodePanel } from '../panel/NodePanel.tsx';
import { DesignerActionsContext } from './designer-actions.ts';
import { Palette } from './Palette.tsx';
import { StepPicker } from './StepPicker.tsx';
import { openExitOf, type useDesigner } from './use-designer.ts';
import styles from './designer.module.css';

const Canvas = lazy(() => import('../canvas/Canvas.tsx'));

type DesignerProps = {
  of: ReturnType<typeof useDesigner>;
  drawn: CanvasState;
  readOnly: boolean;
  /** Shown in the panel while no step is selected. */
  aside: ReactNode;
  /** The buttons of the bar above, for the whole flow. */
  acts: ReactNode;
  /** Shown beside the canvas, such as a test run. */
  tool?: ReactNode;
};

const VIEWS = [
  { value: 'canvas', label: 'Canvas' },
  { value: 'outline', label: 'Outline' },
] as const;

/** The editor of a flow: outline, canvas, and a panel for the selected step. */
export function Designer({ of, drawn, readOnly, aside, acts, tool }: DesignerProps) {
  const { editing, actions, selected, asked, sought } = of;
  const { draft, past, future } = editing;
  const { content } = draft;
  // on a phone, the outline can do everything
  const wide = useMedia('(min-width: 60rem)');
  const [view, setView] = useState<'canvas' | 'outline'>('canvas');
  const node = nodeOf(content, selected.at(-1) ?? '');
  const steps = useMemo(() => content.nodes.map(({ id, name }) => ({ value: id, label: name })), [content]);
  const outline = (
    <Outline
      content={content}
      names={drawn.names}
      problems={drawn.problems}
      calls={drawn.calls}
      lit={drawn.lit}
      selected={selected}
      readOnly={readOnly}
    />
  );
  const pictured = wide && view === 'canvas';
  return (
    <DesignerActionsContext value={actions}>
      <div className={styles.designer} data-full-width>
        <div className={styles.bar}>
          {wide && <Chips label="View" value={view} options={VIEWS} onChange={setView} />}
          <div className={styles.find}>
            <SelectField
              name="Find a step"
              placeholder="Find a step"
              options={steps}
              value={null}
              searchable
              small
              onChange={(id) => id !== null && actions.jump(id)}
            />
          </div>
          {!readOnly && (
            <div className={styles.history}>
              <IconButton
                small
                label="Undo"
                icon={<IconArrowBackUp size={17} />}
                disabledReason={past.length === 0 ? 'Nothing to undo.' : null}
                onClick={() => actions.act({ do: 'undo' })}
              />
              <IconButton
                small
                label="Redo"
                icon={<IconArrowForwardUp size={17} />}
                disabledReason={future.length === 0 ? 'Nothing to redo.' : null}
                onClick={() => actions.act({ do: 'redo' })}
              />
              <IconButton small label="Paste" icon={<IconClipboard size={17} />} onClick={actions.paste} />
            </div>
          )}
          <div className={styles.acts}>{acts}</div>
        </div>
        <div className={styles.body} data-view={pictured ? 'canvas' : 'outline'}>
          <div className={styles.middle}>
            {pictured ? (
              <>
                {!readOnly && (
                  <Palette onAdd={(kind) => actions.add(kind, { after: openExitOf(draft, selected.at(-1)) })} />
                )}
                <div className={styles.picture}>
                  <Suspense fallback={<output className={styles.loading}>Loading…</output>}>
                    <Canvas draft={draft} drawn={drawn} selected={selected} readOnly={readOnly} sought={sought} />
                  </Suspense>
                </div>
              </>
            ) : (
              outline
            )}
          </div>
          <div className={styles.side}>
            {tool}
            {node ? (
              <NodePanel
                key={node.id}
                content={content}
                node={node}
                problems={drawn.problems.get(node.id) ?? []}
                readOnly={readOnly}
              />
            ) : (
              !tool && aside
            )}
          </div>
        </div>
        <output className="visually-hidden">{of.said}</output>
        {asked && !readOnly && <StepPicker content={content} after={asked} onClose={of.closeAsked} />}
      </div>
    </DesignerActionsContext>
  );
}
