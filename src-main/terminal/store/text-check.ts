import type Database from 'libsql';

/** So many of the newest rows of each table are looked at; a store may hold years of older ones. */
const rowsLookedAt = 500;

interface Table {
  readonly name: string;
  readonly type: string;
  /** 1: without rowid. */
  readonly wr: number;
}

/**
 * The first table with text that is no UTF-8, as damaged pages have it, for the cipher has no checksum; undefined where
 * all is well. To be asked before anything else is read: libsql ends the whole process (a panic in its `value.rs`) on
 * reading such text.
 */
export function damagedText(database: Database.Database): string | undefined {
  const tables = database.pragma('table_list') as Table[];
  for (const { name, type, wr } of tables) {
    if (type !== 'table' || name.startsWith('sqlite_')) continue;
    const columns = (database.pragma(`table_info("${name}")`) as { name: string; type: string }[])
      .filter((column) => column.type === 'TEXT')
      .map((column) => `CAST("${column.name}" AS BLOB)`);
    if (columns.length === 0) continue;
    const newest = wr === 1 ? '' : `ORDER BY rowid DESC LIMIT ${rowsLookedAt}`;
    const rows = database
      .prepare(`SELECT ${columns.join(', ')} FROM "${name}" ${newest}`)
      .raw()
      .all() as (Uint8Array | null)[][];
    if (rows.some((row) => row.some((text) => text !== null && !isUtf8(text)))) return name;
  }
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
