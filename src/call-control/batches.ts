export type BatchOptions<Row> = {
  save: (rows: Row[]) => Promise<void>;
  /** rows that come within this time are saved together */
  gatherMs: number;
  /** of one batch */
  mostRows: number;
  /** whether an error is about the rows, so that others of the same batch may succeed without the bad one */
  isAboutRows: (error: unknown) => boolean;
};

/** Saves rows in batches. Each promise settles for one row, so a bad row fails alone. */
export function inBatches<Row>(options: BatchOptions<Row>): (row: Row) => Promise<void> {
  const { save, gatherMs, mostRows, isAboutRows } = options;
  type Entry = { row: Row; resolve: () => void; reject: (reason: unknown) => void };
  let gathered: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;

  function saveGathered(): void {
    clearTimeout(timer);
    timer = undefined;
    const entries = gathered;
    gathered = [];
    void saveAll(entries);
  }
  async function saveAll(entries: Entry[]): Promise<void> {
    try {
      await save(entries.map(({ row }) => row));
      for (const { resolve } of entries) resolve();
    } catch (error) {
      if (entries.length > 1 && isAboutRows(error)) await Promise.all(entries.map((entry) => saveAll([entry])));
      else for (const { reject } of entries) reject(error);
    }
  }

  return (row) =>
    new Promise((resolve, reject) => {
      gathered.push({ row, resolve, reject });
      if (gathered.length >= mostRows) saveGathered();
      else timer ??= setTimeout(saveGathered, gatherMs);
    });
}
