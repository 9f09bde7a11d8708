export type BatchOptions<Row> = {
  save: (rows: Row[]) => Promise<void>;
  /** rows that arrive within this time are saved together */
  gatherMs: number;
  /** the most rows in one batch */
  maxRows: number;
  /** whether an error is caused by a row, so that the other rows of the batch may succeed without it */
  isAboutRows: (error: unknown) => boolean;
};

/** Saves rows in batches. Each row has its own promise, so that a bad row fails alone. */
export function inBatches<Row>(options: BatchOptions<Row>): (row: Row) => Promise<void> {
  const { save, gatherMs, maxRows, isAboutRows } = options;
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
      if (gathered.length >= maxRows) saveGathered();
      else timer ??= setTimeout(saveGathered, gatherMs);
    });
}
