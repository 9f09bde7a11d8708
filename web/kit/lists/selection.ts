import { useState } from 'react';

/** The ticked rows. They stay ticked on other pages and with other filters. */
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
    /** Unticks finished rows. */
    drop: (ids: readonly string[]) => setChosen((old) => new Map([...old].filter(([id]) => !ids.includes(id)))),
    clear: () => setChosen(new Map()),
  };
}
