import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';
import type { FlowStatistics } from '../../../src/flows/statistics/contract.ts';
import { Chips } from '../../ui/controls.tsx';
import { LoadError } from '../../ui/LoadError.tsx';
import { plural } from '../../ui/plural.ts';
import { leftAt, removedExits } from './counts.ts';
import { PERIODS, type useStatistics } from './use-statistics.ts';
import styles from './statistics.module.css';

const CALLS = { one: '# call', other: '# calls' };

type StatisticsBarProps = { of: ReturnType<typeof useStatistics>; content: FlowContent };

/** Chooses the period of the statistics, and lists counts that aren't on the canvas. */
export function StatisticsBar({ of, content }: StatisticsBarProps) {
  const { period, setPeriod, statistics, error, isFetching, refetch } = of;
  return (
    <section className={styles.bar} aria-label="Calls through the flow" aria-busy={isFetching}>
      <Chips label="Calls on the lines" value={period} options={PERIODS} onChange={setPeriod} />
      {error && <LoadError title="Couldn’t load the calls" error={error} again={refetch} />}
      {period !== '0' && !statistics && !error && <output>Loading…</output>}
      {statistics && <Summary statistics={statistics} content={content} />}
    </section>
  );
}

function Summary({ statistics, content }: { statistics: FlowStatistics; content: FlowContent }) {
  const { calls, exits } = statistics;
  const left = leftAt(exits);
  const gone = removedExits(exits, content);
  return (
    <>
      <output className={styles.total}>{`${plural(calls, CALLS)} · ${daysOf(statistics)}`}</output>
      {left.length > 0 && (
        <details className={styles.list}>
          <summary>Where calls left the flow</summary>
          <ul>
            {left.map(({ nodeId, node, calls: n }) => (
              <li key={nodeId}>{`${node}: ${plural(n, CALLS)}`}</li>
            ))}
          </ul>
        </details>
      )}
      {gone.length > 0 && (
        <details className={styles.list}>
          <summary>Exits that are no longer shown</summary>
          <ul>
            {gone.map(({ nodeId, node, exit, calls: n }) => (
              <li key={`${nodeId}/${exit}`}>{`${node}, ${exitName(content, nodeId, exit)}: ${plural(n, CALLS)}`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A deleted step's exits have no names any more. */
function exitName({ nodes }: FlowContent, nodeId: string, exit: string | null): string {
  const node = nodes.find(({ id }) => id === nodeId);
  return (node && exitsOf(node).find(({ id }) => id === exit)?.name) ?? 'an exit of an earlier version';
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

const daysOf = ({ from, to }: FlowStatistics): string =>
  from === to ? day.format(new Date(from)) : day.formatRange(new Date(from), new Date(to));
