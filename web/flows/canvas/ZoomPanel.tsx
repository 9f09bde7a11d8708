import { IconFocusCentered, IconLayoutDistributeHorizontal, IconMinus, IconPlus } from '@tabler/icons-react';
import { Panel, useReactFlow } from '@xyflow/react';
import { IconButton } from '../../ui/Button.tsx';
import { useActions } from '../designer/designer-actions.ts';
import styles from './canvas.module.css';

/** How the whole flow is fitted into the canvas. */
export const FIT = { padding: 0.14, maxZoom: 1, minZoom: 0.1 };
const QUICK = { duration: 160 };

/** The buttons in the corner of the canvas. */
export function ZoomPanel({ readOnly }: { readOnly: boolean }) {
  const flow = useReactFlow();
  const { act } = useActions();
  return (
    <Panel position="bottom-left" className={styles.zoom ?? ''}>
      <IconButton label="Zoom in" icon={<IconPlus size={17} />} small onClick={() => void flow.zoomIn(QUICK)} />
      <IconButton label="Zoom out" icon={<IconMinus size={17} />} small onClick={() => void flow.zoomOut(QUICK)} />
      <IconButton
        label="Fit the whole flow"
        icon={<IconFocusCentered size={17} />}
        small
        onClick={() => void flow.fitView({ ...FIT, ...QUICK })}
      />
      {!readOnly && (
        <IconButton
          label="Tidy up"
          icon={<IconLayoutDistributeHorizontal size={17} />}
          small
          onClick={() => act({ do: 'tidy' })}
        />
      )}
    </Panel>
  );
}
