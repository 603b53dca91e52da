import { fileURLToPath } from 'node:url';
import type { Fact, FactValue } from './facts.ts';
import type { ReviewRequest } from './outcome.ts';
import { readShipped, type ShippedTable } from './shipped.ts';

/** For tests only: the tables of config/review, and applications to them. */

export const reviewDirectory = fileURLToPath(new URL('../../config/review', import.meta.url));

export function shippedTables(): readonly ShippedTable[] {
  const shipped = readShipped(reviewDirectory);
  if (!shipped.ok) throw new Error(shipped.error.join('\n'));
  return shipped.value;
}

export function shippedTable(id: string): ShippedTable {
  const found = shippedTables().find(({ table }) => table.id === id);
  if (found === undefined) throw new Error(`no table ${id}`);
  return found;
}

/** The application that the base of the cases describes: it is approved. */
export function baseRequest(
  { table, cases }: ShippedTable,
  changes: Readonly<Record<string, FactValue>> = {},
  reviewId = '00000000-0000-4000-8000-000000000003',
): ReviewRequest {
  const { at } = cases.base;
  const values: Readonly<Record<string, FactValue>> = { ...cases.base.facts, ...changes };
  return {
    reviewId,
    tableId: table.id,
    itemCode: table.items[0] ?? '',
    terminalId: '00000000-0000-4000-8000-000000000001',
    transactionId: '00000000-0000-4000-8000-000000000002',
    appliedAt: at,
    consent: true,
    applicant: { name: '样**', idNumber: '445***********0020' },
    facts: table.facts.flatMap(({ name, sources }) =>
      sources.map(
        (source): Fact => ({ name, source, retrievedAt: at, asOf: at, value: values[name] ?? null }),
      ),
    ),
    promises: [],
  };
}
