import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { GivenPaper } from '../../src-shared/contract/papers.ts';
import { maskName } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { HeldLicence } from '../connectors/e-licences.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { openDecision } from '../review/record.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { KnownItem } from './items.ts';
import { decisionText, type Notices } from './notices.ts';
import type { HandedIn, Papers } from './papers.ts';
import type { Promises } from './promises.ts';

/** No request is under way for so long, and its terminal has asked by then or will not. */
const forgottenMs = 3_600_000;

/** A matter on its way to its business system, with what goes with it. */
interface Filing {
  readonly matter: HandedIn;
  readonly transactionId: string;
  readonly given: readonly GivenPaper[];
  readonly licences: readonly HeldLicence[];
  readonly person: Person | null;
  /** Who does it in that person's place. */
  readonly agent: Person | null;
  readonly companyCode: string | null;
}

/** As it is sealed. */
type Kept = Omit<Filing, 'person' | 'agent' | 'transactionId'> & {
  readonly person: Named | null;
  readonly agent: Named | null;
};
type Named = ReturnType<Person['reveal']>;

const personOf = (named: Named): Person => new Sensitive(named, maskName(named.name));

const pageSize = 200;
const firstKey = '00000000-0000-0000-0000-000000000000';

/** Those that cannot be settled yet hold up none behind them. */
async function* oneByOne<Row extends { readonly submission_key: string }>(
  page: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after = firstKey; ; ) {
    const rows = await page(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.submission_key;
  }
}

export type Filings = ReturnType<typeof createFilings>;

/**
 * The business system takes a matter down, and only then is it known which papers were handed in and which are owed. What is
 * needed to write that is on disk before the matter is filed, so that a server that dies in between, or never hears the
 * answer, writes it as soon as somebody asks what became of the key. Where a person decides, it stays until that decision
 * is passed on.
 */
export function createFilings(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly papers: Pick<Papers, 'handIn'>;
  readonly promises: Pick<Promises, 'keep'>;
  readonly notices: Pick<Notices, 'owe'>;
  readonly items: ReadonlyMap<string, Pick<KnownItem, 'name'>>;
  readonly business: Pick<BusinessSystem, 'submissionByKey' | 'decided'>;
}) {
  const { db, vault, clock, papers, promises, notices, items, business } = parts;
  const context = (key: string) => `filing ${key}`;

  /** What is known of the key: it was filed (or refused), or, with null, it never will be. Repeatable. */
  async function settle(key: string, terminalId: string, outcome: Outcome | null): Promise<void> {
    const row = await db
      .selectFrom('filing')
      .select('sealed')
      .where('submission_key', '=', key)
      .where('terminal_id', '=', terminalId)
      .where('number', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return;
    if (outcome !== null && outcome.number !== null) {
      const kept = open(key, row.sealed);
      await papers.handIn(kept.matter, kept.given, kept.licences);
      if (outcome.kind === 'toPerson' && (await isReviewed(key))) {
        const sealed = seal(key, { ...kept, given: [], licences: [] });
        await db
          .updateTable('filing')
          .set({ number: outcome.number, sealed })
          .where('submission_key', '=', key)
          .execute();
        return;
      }
      await keepPromises(key, kept, outcome, false);
    }
    // Last: what was cut off before is done again.
    await forget(key);
  }

  const open = (key: string, sealed: Buffer) =>
    JSON.parse(vault.open(context(key), sealed).toString()) as Kept;
  const seal = (key: string, kept: Kept) => vault.seal(context(key), JSON.stringify(kept));
  const forget = (key: string) => db.deleteFrom('filing').where('submission_key', '=', key).execute();

  /** Others go to somebody in the business system, who decides there. */
  const isReviewed = async (key: string) =>
    (await db.selectFrom('review_case').select('id').where('id', '=', key).executeTakeFirst()) !== undefined;

  async function keepPromises(
    key: string,
    kept: Kept,
    { number, promises: made }: Outcome,
    byClerk: boolean,
  ) {
    const { matter, person, agent, companyCode } = kept;
    if (person === null || number === null) return;
    await promises.keep({
      submissionKey: key,
      number,
      itemCode: matter.itemCode,
      person: personOf(person),
      agent: agent && personOf(agent),
      companyCode,
      promises: made,
      byClerk,
    });
  }

  /** Nobody saw it on a screen. Of papers that it leaves owed, their own messages tell. */
  async function tellDecision(key: string, kept: Kept, { kind, number, promises: owed }: Outcome) {
    const whom = kept.agent ?? kept.person;
    if (whom === null || number === null || owed.length > 0) return;
    const name = items.get(kept.matter.itemCode)?.name.zh ?? kept.matter.itemCode;
    await notices.owe({
      id: `decision ${key}`,
      kind: 'decision',
      number,
      text: decisionText(name, number, kind),
      person: personOf(whom),
    });
  }

  return {
    /** False: one is under way under this key already. */
    async begin({ person, agent, transactionId, ...rest }: Filing): Promise<boolean> {
      const { submissionKey, terminalId } = rest.matter;
      const kept: Kept = {
        ...rest,
        person: person?.reveal() ?? null,
        agent: agent?.reveal() ?? null,
      };
      const begun = await db
        .insertInto('filing')
        .values({
          submission_key: submissionKey,
          terminal_id: terminalId,
          transaction_id: transactionId,
          sealed: seal(submissionKey, kept),
          begun_at: new Date(clock.now()),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return begun.numInsertedOrUpdatedRows === 1n;
    },

    settle,

    /** Of those about which no terminal asks any more, the business system is asked. */
    async settleForgotten(): Promise<void> {
      const forgotten = db
        .selectFrom('filing')
        .select(['submission_key', 'terminal_id'])
        .where('begun_at', '<=', new Date(clock.now() - forgottenMs))
        .where('number', 'is', null);
      const page = (after: string) =>
        forgotten.where('submission_key', '>', after).orderBy('submission_key').limit(pageSize).execute();
      for await (const { submission_key: key, terminal_id: terminalId } of oneByOne(page)) {
        const found = await business.submissionByKey(key, terminalId);
        if (found.ok) await settle(key, terminalId, found.value);
      }
    },

    /** What people decided goes to the business system, and what they accepted on a promise is followed like any other. */
    async passOnDecisions(): Promise<void> {
      const decided = db
        .selectFrom('filing')
        .innerJoin('review_case', 'review_case.id', 'filing.submission_key')
        .select(['submission_key', 'sealed', 'decision_sealed'])
        .where('number', 'is not', null)
        .where('decision_sealed', 'is not', null);
      const page = (after: string) =>
        decided.where('submission_key', '>', after).orderBy('submission_key').limit(pageSize).execute();
      for await (const { submission_key: key, sealed, decision_sealed } of oneByOne(page)) {
        if (decision_sealed === null) continue;
        const kept = open(key, sealed);
        const { person, companyCode } = kept;
        const told = await business.decided(
          { person: person && personOf(person), companyCode },
          { idempotencyKey: key, decision: openDecision(vault, key, decision_sealed) },
        );
        if (!told.ok) continue;
        await keepPromises(key, kept, told.value, true);
        await tellDecision(key, kept, told.value);
        await forget(key);
      }
    },
  };
}
