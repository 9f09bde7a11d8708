import { IconPlus } from '@tabler/icons-react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import { useActions } from '../designer/designer-actions.ts';
import type { Line } from './elements.ts';
import styles from './canvas.module.css';

const calls = new Intl.NumberFormat('en-US', { notation: 'compact' });

/** A line from an exit to the next node, with the number of calls and a button that inserts a step. */
export const FlowLine = memo(function FlowLine(props: EdgeProps<Line>) {
  const { source, sourceHandleId, data, sourceX, targetX, selected } = props;
  const { askStep } = useActions();
  // a line that leads back goes around the cards
  const back = targetX < sourceX + 20;
  const [path, x, y] = back ? getSmoothStepPath({ ...props, borderRadius: 18, offset: 26 }) : getBezierPath(props);
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={18}
        className={styles.line}
        {...(props.markerEnd !== undefined && { markerEnd: props.markerEnd })}
        data-lit={data?.lit || undefined}
        data-selected={selected || undefined}
      />
      <EdgeLabelRenderer>
        <div className={`nodrag nopan ${styles.middle}`} style={{ transform: `translate(${x}px, ${y}px)` }}>
          {data && data.calls !== null && (
            <span className={styles.calls} data-none={data.calls === 0 || undefined}>
              {calls.format(data.calls)}
            </span>
          )}
          <button
            type="button"
            className={styles.between}
            tabIndex={-1}
            aria-label="Insert a step"
            title="Insert a step"
            onClick={() => sourceHandleId && askStep({ nodeId: source, exit: sourceHandleId })}
          >
            <IconPlus size={13} stroke={2.6} aria-hidden />
          </button>
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
