import { type Kysely, sql } from 'kysely';
import type { Schema } from '../store/schema.ts';

/** Prints in a calendar month of a person, or of a person and a document. */

export async function printsOf(db: Kysely<Schema>, personLookup: Buffer, month: string): Promise<number> {
  const row = await db
    .selectFrom('sandbox_print_count')
    .select('printed')
    .where('person_lookup', '=', personLookup)
    .where('month', '=', month)
    .executeTakeFirst();
  return row?.printed ?? 0;
}

/** Counts one print and says which of the month it is; null when none is left. */
export async function countPrint(
  trx: Kysely<Schema>,
  personLookup: Buffer,
  month: string,
  limit: number | null,
): Promise<number | null> {
  const counted = await trx
    .insertInto('sandbox_print_count')
    .values({ person_lookup: personLookup, month, printed: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['person_lookup', 'month'])
        .doUpdateSet({ printed: sql`sandbox_print_count.printed + 1` })
        .where('sandbox_print_count.printed', '<', limit ?? 2_000_000_000),
    )
    .returning('printed')
    .executeTakeFirst();
  return counted?.printed ?? null;
}

/** Gives one print of that month back. */
export async function uncountPrint(trx: Kysely<Schema>, personLookup: Buffer, month: string): Promise<void> {
  await trx
    .updateTable('sandbox_print_count')
    .set({ printed: sql`printed - 1` })
    .where('person_lookup', '=', personLookup)
    .where('month', '=', month)
    .execute();
}
