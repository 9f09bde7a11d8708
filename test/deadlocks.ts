import fs from 'node:fs';

const WANTED = 'a deadlock is wanted here';

/** A statement for a test that provokes deadlocks in its own database. */
export const WANT_DEADLOCK = `do $$ begin raise log '${WANTED}'; end $$`;

/** How many lines after the error say which statements waited for each other. */
const DETAILS = 10;

/**
 * The deadlocks in a log of PostgreSQL whose lines start with the database's name. PostgreSQL ends each, and our programs try again, so
 * nothing else shows that two pieces of code take the same locks in different orders.
 */
export function unwantedDeadlocks(logFile: string): string[] {
  const lines = fs.readFileSync(logFile, 'utf8').split('\n');
  const databaseOf = (line: string): string => line.slice(0, line.indexOf(':'));
  const wanted = new Set(lines.filter((line) => line.includes(WANTED)).map(databaseOf));
  return lines.flatMap((line, index) =>
    line.includes('ERROR:  deadlock detected') && !wanted.has(databaseOf(line))
      ? lines.slice(index, index + DETAILS).join('\n')
      : [],
  );
}
