import { useState } from 'react';

/** Rows that are ticked; they stay so on other pages of the list and under other filters. */
export function useSelection<Row extends { id: string }>() {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  return {
    rows: [...chosen.values()],
    ids: new Set(chosen.keys()),
    select: (rows: Row[], on: boolean) =>
      setChosen((old) => {
        const next = new Map(old);
        for (const row of rows) {
          if (on) next.set(row.id, row);
          else next.delete(row.id);
        }
        return next;
      }),
    /** What is done with is ticked no longer; the rest stays. */
    drop: (ids: readonly string[]) => setChosen((old) => new Map([...old].filter(([id]) => !ids.includes(id)))),
    clear: () => setChosen(new Map()),
  };
}
