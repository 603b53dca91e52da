import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { text } from '../../src-shared/text.ts';
import type { HistoryEntry } from '../console/review-model.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { openNote } from './record.ts';

const body = z.object({
  operator: z.string().nullable().default(null),
  kind: z.string().optional(),
  result: z.string().optional(),
  step: z.string().optional(),
  note: z.string().optional(),
  material: text.nullable().default(null),
});

/** Who did what about a matter, in order: of its review, its papers and its promises, whose key is one and the same. */
export async function historyOf(db: Kysely<Schema>, vault: Vault, id: string): Promise<HistoryEntry[]> {
  const entries = await db
    .selectFrom('review_entry')
    .select(['at', 'kind', 'body'])
    .where(sql<string>`body->>'reviewId'`, '=', id)
    .orderBy('sequence')
    .execute();
  return entries.map((entry) => {
    const { operator, kind: outcome, result, step, note, material } = body.parse(entry.body);
    return {
      at: entry.at.toISOString(),
      kind: entry.kind,
      operator,
      what: outcome ?? result ?? step ?? null,
      material,
      note: note === undefined ? null : openNote(vault, id, note),
    };
  });
}
