import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { type CaseFile, parseCases } from './cases.ts';
import { type HashedTable, parseTable } from './table.ts';

/** A table and its cases as they lie in config/review. */
export interface ShippedTable {
  readonly table: HashedTable;
  readonly cases: CaseFile;
  readonly content: string;
  readonly casesText: string;
}

/** All tables of the directory, in the order of their numbers; or everything that is wrong with them. */
export function readShipped(directory: string): Result<readonly ShippedTable[], readonly string[]> {
  const problems: string[] = [];
  const tables: ShippedTable[] = [];
  for (const name of readdirSync(directory).filter((one) => one.endsWith('.json'))) {
    const id = name.slice(0, -'.json'.length);
    const content = readFileSync(join(directory, name), 'utf8');
    const table = parseTable(content);
    if (!table.ok) {
      problems.push(...table.error.map((problem) => `${name}: ${problem}`));
      continue;
    }
    if (table.value.id !== id) problems.push(`${name}: expected the table ${id}, found ${table.value.id}`);
    const casesName = join('cases', `${id}.yaml`);
    const casesText = readText(join(directory, casesName));
    if (casesText === null) {
      problems.push(`${casesName}: expected the cases of ${name}`);
      continue;
    }
    const cases = parseCases(casesText, casesName);
    if (cases.ok) tables.push({ table: table.value, cases: cases.value, content, casesText });
    else problems.push(...cases.error);
  }
  const byNumber = (one: ShippedTable) => Number(one.table.id.slice(1));
  return problems.length > 0 ? err(problems) : ok(tables.sort((a, b) => byNumber(a) - byNumber(b)));
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
