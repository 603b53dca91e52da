import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import {
  type GivenPaper,
  mostPageBytes,
  mostPages,
  type PageKind,
  type PageProblem,
} from '../../src-shared/contract/papers.ts';
import { maskIdNumber } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Text } from '../../src-shared/text.ts';
import type { HeldLicence } from '../connectors/e-licences.ts';
import { type RandomBytes, randomToken } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { digest } from './digest.ts';
import { readPage } from './page-content.ts';

const linkLifetimeMs = 10 * 60_000;
const mostPapers = 20;

export interface PaperRequest {
  readonly terminalId: string;
  readonly transactionId: string;
  readonly itemCode: string;
  readonly material: { readonly id: string; readonly name: Text };
  /** The identity number of the person whose matter it is. */
  readonly subject: string;
  readonly by: 'phone' | 'scan';
}

/** What a phone may know that scanned the link. */
interface LinkedPaper {
  readonly name: Text;
  readonly state: 'open' | 'given' | 'over' | 'otherPhone';
  readonly pages: number;
}

/** A matter that is handed in, and what came with it. */
export interface HandedIn {
  readonly submissionKey: string;
  readonly terminalId: string;
  readonly itemCode: string;
  readonly subject: string;
}

export const pageContext = (paperId: string, page: number) => `material_page ${paperId} ${page}`;
export const maskedNumberContext = (submissionKey: string, materialId: string) =>
  `submitted_paper number ${submissionKey} ${materialId}`;

export type Papers = ReturnType<typeof createPapers>;

/**
 * Papers that citizens give: sealed as they come in, seen by the terminal that asked for them alone. What is not handed
 * in is erased (retention.ts).
 */
export function createPapers(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
}) {
  const { db, vault, clock, random } = parts;
  const subjectLookup = (subject: string) => vault.lookup('paper subject', subject);

  const ofTerminal = (paperId: string, terminalId: string) =>
    db
      .selectFrom('material_paper')
      .selectAll()
      .where('id', '=', paperId)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirst();
  const ofLink = (link: string) =>
    db.selectFrom('material_paper').selectAll().where('link_hash', '=', digest(link)).executeTakeFirst();

  async function pagesOf(paperId: string) {
    return db
      .selectFrom('material_page')
      .select(['kind', 'bytes', 'sheets'])
      .where('paper_id', '=', paperId)
      .orderBy('page')
      .execute();
  }

  /** One more page, sealed. Two at once get different places, or one of them is asked again. */
  async function addPage(paperId: string, file: Buffer): Promise<Result<number, PageProblem | 'over'>> {
    const read = await readPage(file);
    if (!read.ok) return read;
    const { kind, bytes, sheets } = read.value;
    return db.transaction().execute(async (trx) => {
      const open = await trx
        .selectFrom('material_paper')
        .select('id')
        .where('id', '=', paperId)
        .where('state', '=', 'open')
        .forUpdate()
        .executeTakeFirst();
      if (open === undefined) return err('over');
      const { held } = await trx
        .selectFrom('material_page')
        .select((row) => row.fn.countAll<string>().as('held'))
        .where('paper_id', '=', paperId)
        .executeTakeFirstOrThrow();
      const page = Number(held);
      if (page >= mostPages) return err('tooMany');
      await trx
        .insertInto('material_page')
        .values({
          paper_id: paperId,
          page,
          kind,
          sheets,
          bytes: bytes.length,
          content_sealed: vault.seal(pageContext(paperId, page), bytes),
        })
        .execute();
      return ok(page + 1);
    });
  }

  /** A paper goes with one matter; the same matter may be handed in again, for its answer may have been lost. */
  async function wasGivenWith(paperId: string, submissionKey: string): Promise<boolean> {
    const held = await db
      .selectFrom('submitted_paper')
      .select('paper_id')
      .where('submission_key', '=', submissionKey)
      .where('paper_id', '=', paperId)
      .executeTakeFirst();
    return held !== undefined;
  }

  function phoneState(
    row: { state: 'open' | 'given' | 'over'; link_ends_at: Date; phone_hash: Buffer | null },
    phone: string | null,
  ) {
    if (row.phone_hash !== null && (phone === null || !timingSafeEqual(row.phone_hash, digest(phone))))
      return 'otherPhone' as const;
    return row.state === 'open' && row.link_ends_at.getTime() <= clock.now() ? ('over' as const) : row.state;
  }

  return {
    async begin(request: PaperRequest) {
      const { held } = await db
        .selectFrom('material_paper')
        .select((row) => row.fn.countAll<string>().as('held'))
        .where('transaction_id', '=', request.transactionId)
        .where('terminal_id', '=', request.terminalId)
        .executeTakeFirstOrThrow();
      if (Number(held) >= mostPapers) return err('tooMany' as const);
      const id = randomUUID();
      const link = request.by === 'phone' ? randomToken(random) : null;
      const now = clock.now();
      const endsAt = new Date(now + linkLifetimeMs);
      await db
        .insertInto('material_paper')
        .values({
          id,
          terminal_id: request.terminalId,
          transaction_id: request.transactionId,
          item_code: request.itemCode,
          material_id: request.material.id,
          material_name: JSON.stringify(request.material.name),
          subject_lookup: subjectLookup(request.subject),
          by: request.by,
          link_hash: link === null ? null : digest(link),
          phone_hash: null,
          state: 'open',
          begun_at: new Date(now),
          link_ends_at: endsAt,
          used_at: null,
        })
        .execute();
      return ok({ paperId: id, link, expiresAt: endsAt.toISOString() });
    },

    /** By the camera of the terminal that began it. */
    async addPageOf(paperId: string, terminalId: string, file: Buffer) {
      const held = await ofTerminal(paperId, terminalId);
      if (file.length > mostPageBytes) return err('tooLarge' as const);
      return held?.by === 'scan' ? addPage(paperId, file) : err('over' as const);
    },

    async state(paperId: string, terminalId: string) {
      const held = await ofTerminal(paperId, terminalId);
      if (held === undefined) return { state: 'over' as const, pages: [] };
      const late = held.by === 'phone' && held.state === 'open' && held.link_ends_at.getTime() <= clock.now();
      return { state: late ? ('over' as const) : held.state, pages: await pagesOf(paperId) };
    },

    async page(
      paperId: string,
      terminalId: string,
      index: number,
    ): Promise<{ kind: PageKind; bytes: Buffer } | null> {
      const held = await ofTerminal(paperId, terminalId);
      if (held === undefined || held.state === 'over' || held.used_at !== null) return null;
      const row = await db
        .selectFrom('material_page')
        .select(['kind', 'content_sealed'])
        .where('paper_id', '=', paperId)
        .where('page', '=', index)
        .executeTakeFirst();
      return row === undefined
        ? null
        : { kind: row.kind, bytes: vault.open(pageContext(paperId, index), row.content_sealed) };
    },

    /** Whether there was something to throw away. What was handed in stays. */
    async discard(paperId: string, terminalId: string): Promise<boolean> {
      const gone = await db
        .deleteFrom('material_paper')
        .where('id', '=', paperId)
        .where('terminal_id', '=', terminalId)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      return gone.numDeletedRows === 1n;
    },

    phone: {
      /** Null: no such link. */
      async look(link: string, phone: string | null): Promise<LinkedPaper | null> {
        const held = await ofLink(link);
        if (held === undefined) return null;
        const state = phoneState(held, phone);
        const pages = state === 'otherPhone' ? 0 : (await pagesOf(held.id)).length;
        return { name: held.material_name, state, pages };
      },

      /** The link belongs to the first phone that gives something: the secret that makes it this phone, or null. */
      async claim(link: string, phone: string | null): Promise<string | null> {
        const held = await ofLink(link);
        if (held === undefined || phoneState(held, phone) !== 'open') return null;
        if (held.phone_hash !== null) return phone;
        const secret = randomToken(random);
        const claimed = await db
          .updateTable('material_paper')
          .set({ phone_hash: digest(secret) })
          .where('id', '=', held.id)
          .where('phone_hash', 'is', null)
          .executeTakeFirst();
        return claimed.numUpdatedRows === 1n ? secret : null;
      },

      async addPage(link: string, phone: string, file: Buffer) {
        const held = await ofLink(link);
        return held === undefined || phoneState(held, phone) !== 'open'
          ? err('over' as const)
          : addPage(held.id, file);
      },

      /** All pages away, to begin again. */
      async clear(link: string, phone: string): Promise<void> {
        const held = await ofLink(link);
        if (held === undefined || phoneState(held, phone) !== 'open') return;
        await db.deleteFrom('material_page').where('paper_id', '=', held.id).execute();
      },

      /** That is all. From now on the link opens nothing. */
      async give(link: string, phone: string): Promise<boolean> {
        const held = await ofLink(link);
        if (held === undefined || phoneState(held, phone) !== 'open') return false;
        if ((await pagesOf(held.id)).length === 0) return false;
        const given = await db
          .updateTable('material_paper')
          .set({ state: 'given' })
          .where('id', '=', held.id)
          .where('state', '=', 'open')
          .executeTakeFirst();
        return given.numUpdatedRows === 1n;
      },
    },

    /** Which of these are really there: of this person, for this item, with at least one page. */
    async valid(matter: HandedIn, given: readonly GivenPaper[], licences: readonly HeldLicence[]) {
      const good = new Set<string>();
      for (const one of given) {
        if (one.kind === 'eLicence') {
          const held = licences.find(
            ({ licenceId, materialId }) => licenceId === one.licenceId && materialId === one.materialId,
          );
          if (held?.state === 'valid') good.add(one.materialId);
          continue;
        }
        const row = await ofTerminal(one.paperId, matter.terminalId);
        const mine =
          row !== undefined &&
          row.item_code === matter.itemCode &&
          row.material_id === one.materialId &&
          row.subject_lookup.equals(subjectLookup(matter.subject)) &&
          (row.used_at === null || (await wasGivenWith(row.id, matter.submissionKey)));
        if (mine && (await pagesOf(row.id)).length > 0) good.add(one.materialId);
      }
      return good;
    },

    /** Written beside a matter that was taken down: once per key and paper, however often it is asked. */
    async handIn(
      matter: HandedIn,
      given: readonly GivenPaper[],
      licences: readonly HeldLicence[],
    ): Promise<void> {
      const given_at = new Date(clock.now());
      for (const one of given) {
        const held =
          one.kind === 'eLicence' ? licences.find(({ licenceId }) => licenceId === one.licenceId) : undefined;
        await db
          .insertInto('submitted_paper')
          .values({
            submission_key: matter.submissionKey,
            material_id: one.materialId,
            kind: one.kind,
            issuer: held?.issuer.zh ?? null,
            number_masked_sealed:
              held === undefined
                ? null
                : vault.seal(
                    maskedNumberContext(matter.submissionKey, one.materialId),
                    maskIdNumber(held.number),
                  ),
            number_digest: held === undefined ? null : vault.lookup('licence number', held.number),
            paper_id: one.kind === 'upload' ? one.paperId : null,
            given_at,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        if (one.kind === 'upload')
          await db
            .updateTable('material_paper')
            .set({ used_at: given_at, state: 'given' })
            .where('id', '=', one.paperId)
            .execute();
      }
    },
  };
}
