import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { GivenPaper } from '../../src-shared/contract/papers.ts';
import { maskName } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { HeldLicence } from '../connectors/e-licences.ts';
import type { Person } from '../connectors/social-insurance.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
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

export type Filings = ReturnType<typeof createFilings>;

/**
 * The business system takes a matter down, and only then is it known which papers were handed in and which are owed. What is
 * needed to write that is on disk before the matter is filed, so that a server that dies in between, or never hears the
 * answer, writes it as soon as somebody asks what became of the key.
 */
export function createFilings(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly papers: Pick<Papers, 'handIn'>;
  readonly promises: Pick<Promises, 'keep'>;
  readonly business: Pick<BusinessSystem, 'submissionByKey'>;
}) {
  const { db, vault, clock, papers, promises, business } = parts;
  const context = (key: string) => `filing ${key}`;

  /** What is known of the key: it was filed (or refused), or, with null, it never will be. Repeatable. */
  async function settle(key: string, terminalId: string, outcome: Outcome | null): Promise<void> {
    const row = await db
      .selectFrom('filing')
      .select('sealed')
      .where('submission_key', '=', key)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirst();
    if (row === undefined) return;
    if (outcome !== null && outcome.number !== null) {
      const kept = JSON.parse(vault.open(context(key), row.sealed).toString()) as Kept;
      const { matter, given, licences, person, agent, companyCode } = kept;
      await papers.handIn(matter, given, licences);
      if (person !== null)
        await promises.keep({
          submissionKey: key,
          number: outcome.number,
          itemCode: matter.itemCode,
          person: personOf(person),
          agent: agent && personOf(agent),
          companyCode,
          promises: outcome.promises,
        });
    }
    // Last: what was cut off before is done again.
    await db.deleteFrom('filing').where('submission_key', '=', key).execute();
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
          sealed: vault.seal(context(submissionKey), JSON.stringify(kept)),
          begun_at: new Date(clock.now()),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return begun.numInsertedOrUpdatedRows === 1n;
    },

    settle,

    /** Of those about which no terminal asks any more, the business system is asked. */
    async settleForgotten(): Promise<void> {
      const rows = await db
        .selectFrom('filing')
        .select(['submission_key', 'terminal_id'])
        .where('begun_at', '<=', new Date(clock.now() - forgottenMs))
        .limit(200)
        .execute();
      for (const { submission_key: key, terminal_id: terminalId } of rows) {
        const found = await business.submissionByKey(key, terminalId);
        if (found.ok) await settle(key, terminalId, found.value);
      }
    },
  };
}
