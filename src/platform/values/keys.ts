/** The keys of a table. `Object.keys` types them as strings, because an object may have more keys than its type names; a table has exactly these. */
export const keysOf = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];
