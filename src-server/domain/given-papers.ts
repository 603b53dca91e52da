import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GivenPaperRow, GivenPapers, OpenedPage, OpenedPaper } from '../console/promise-model.ts';
import { append } from '../review/chain.ts';
import { sealNote } from '../review/record.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaSecond } from './china-time.ts';
import type { KnownItem } from './items.ts';
import { maskedNumberContext, pageContext } from './papers.ts';
import { pdfSheets } from './pdf-sheets.ts';
import { watermarked } from './watermark.ts';

export interface GivenPaperParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly items: ReadonlyMap<string, KnownItem>;
}

export interface Opening {
  readonly submissionKey: string;
  readonly materialId: string;
  readonly operator: string;
  /** Why it had to be seen; may name somebody. */
  readonly reason: string;
}

type SubmittedRow = Selectable<Schema['submitted_paper']>;

/** What was given with a matter: of whom its pages are, nobody is told by this. */
export async function givenPapers(parts: GivenPaperParts, submissionKey: string): Promise<GivenPapers> {
  const { db, vault } = parts;
  const rows = await db
    .selectFrom('submitted_paper')
    .selectAll()
    .where('submission_key', '=', submissionKey)
    .orderBy('material_id')
    .execute();
  const { itemCode, openable } = await standing(db, submissionKey);
  const materials = parts.items.get(itemCode ?? '')?.materials ?? [];
  const papers = await Promise.all(
    rows.map(async (row): Promise<GivenPaperRow> => {
      const shared = {
        materialId: row.material_id,
        name: materials.find(({ id }) => id === row.material_id)?.name ?? null,
        givenAt: row.given_at.toISOString(),
      };
      if (row.kind === 'upload')
        return { ...shared, kind: 'upload', pages: (await pagesOf(db, row))?.length ?? null };
      const sealed = row.number_masked_sealed;
      const context = maskedNumberContext(submissionKey, row.material_id);
      const numberMasked = sealed === null ? null : vault.open(context, sealed).toString();
      return { ...shared, kind: 'eLicence', issuer: row.issuer ?? '', numberMasked };
    }),
  );
  return { openable, papers };
}

/**
 * Opens the pages of one paper for one operator. Who, when and why is in the chain before anything is unsealed: what
 * was not recorded is not shown.
 */
export async function openPaper(
  { db, vault, clock, items }: GivenPaperParts,
  { submissionKey, materialId, operator, reason }: Opening,
): Promise<Result<OpenedPaper, 'unknown' | 'erased' | 'nothingToDecide'>> {
  const row = await db
    .selectFrom('submitted_paper')
    .selectAll()
    .where('submission_key', '=', submissionKey)
    .where('material_id', '=', materialId)
    .where('kind', '=', 'upload')
    .executeTakeFirst();
  if (row === undefined) return err('unknown');
  const { itemCode, openable } = await standing(db, submissionKey);
  if (!openable) return err('nothingToDecide');
  const sealed = await pagesOf(db, row);
  if (sealed === null) return err('erased');
  const now = clock.now();
  const material = items.get(itemCode ?? '')?.materials.find(({ id }) => id === materialId)?.name ?? null;
  await db.transaction().execute((trx) =>
    append(trx, new Date(now), 'paperOpened', {
      reviewId: submissionKey,
      paperId: row.paper_id,
      material,
      pages: sealed.length,
      operator,
      note: sealNote(vault, submissionKey, reason),
    }),
  );
  const openedAt = chinaSecond(now);
  const pages: OpenedPage[] = [];
  for (const { paper_id, page, kind, sheets, content_sealed } of sealed) {
    const content = vault.open(pageContext(paper_id, page), content_sealed);
    const drawn = kind === 'pdf' ? await pdfSheets(content) : { pictures: [content], sheets: 1 };
    for (const picture of drawn?.pictures ?? []) {
      const marked = await watermarked(picture, `${operator}  ${openedAt}`);
      pages.push({ kind: 'jpeg', base64: marked.toString('base64') });
    }
    const missing = drawn === null ? (sheets ?? 1) : drawn.sheets - drawn.pictures.length;
    if (missing > 0) pages.push({ kind: 'notShown', sheets: missing });
  }
  return ok({ openedAt, pages });
}

/** Null: they are erased. What is handed in has at least one page. */
async function pagesOf(db: Kysely<Schema>, { paper_id }: SubmittedRow) {
  const pages = await db
    .selectFrom('material_page')
    .selectAll()
    .where('paper_id', '=', paper_id)
    .orderBy('page')
    .execute();
  return pages.length === 0 ? null : pages;
}

/** Of which item a matter is, and whether somebody has to decide about it: a case that waits, a promise that did not lapse. */
async function standing(db: Kysely<Schema>, submissionKey: string) {
  const reviewed = await db
    .selectFrom('review_case')
    .select(['item_code', 'kind', 'after_check'])
    .where('id', '=', submissionKey)
    .executeTakeFirst();
  const promises = await db
    .selectFrom('promised_paper')
    .select(['item_code', 'state'])
    .where('submission_key', '=', submissionKey)
    .execute();
  return {
    itemCode: reviewed?.item_code ?? promises[0]?.item_code ?? null,
    openable:
      reviewed?.kind === 'toPerson' ||
      reviewed?.after_check === 'due' ||
      promises.some(({ state }) => state !== 'lapsed'),
  };
}
