import { DataTable } from './DataTable.tsx';
import styles from './bar-chart.module.css';

export type Bar = {
  /** The group of bars, such as a day. */
  label: string;
  /** In the order of the series. */
  values: readonly { size: number; text: string }[];
};

const [WIDTH, HEIGHT] = [600, 140];

/** Bars in groups, with the same figures as a table for screen readers. */
export function BarChart({
  label,
  place,
  series,
  bars,
}: {
  label: string;
  /** Names the groups, as the first column of the table. */
  place: string;
  series: readonly [string, ...string[]];
  bars: readonly Bar[];
}) {
  const highest = Math.max(...bars.flatMap(({ values }) => values.map(({ size }) => size)), 0);
  const slot = WIDTH / Math.max(1, bars.length);
  const width = (slot * 0.75) / series.length;
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure className={styles.chart} aria-label={label}>
      <figcaption className={styles.legend}>
        {series.map((name, at) => (
          <span key={name}>
            <i className={styles[`series${at}`]} aria-hidden /> {name}
          </span>
        ))}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        {bars.map((bar, position) =>
          bar.values.map(({ size, text }, at) => {
            const height = highest === 0 ? 0 : (Math.max(0, size) / highest) * HEIGHT;
            return (
              <rect
                key={series[at]}
                className={styles[`series${at}`]}
                x={position * slot + slot * 0.125 + at * width}
                y={HEIGHT - height}
                width={width}
                height={height}
              >
                <title>{`${bar.label}: ${series[at]} ${text}`}</title>
              </rect>
            );
          }),
        )}
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>{first?.label}</span>
        <span>{last !== first && last?.label}</span>
      </div>
      <details>
        <summary>Show as a table</summary>
        <DataTable
          label={label}
          rows={bars}
          rowId={(bar) => bar.label}
          columns={[
            { id: 'place', header: place, cell: (bar: Bar) => bar.label },
            ...series.map((name, at) => ({
              id: name,
              header: name,
              end: true,
              cell: (bar: Bar) => bar.values[at]?.text ?? '',
            })),
          ]}
          empty={null}
        />
      </details>
    </figure>
  );
}
