import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { Bill } from '../../src-shared/contract/payments.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { Collection } from '../connectors/payments.ts';
import { chinaDay, chinaMonth } from '../domain/china-time.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { assessed } from './assessed.ts';
import type { SandboxCompany } from './business/companies.ts';
import type { SandboxPerson } from './people.ts';
import { type Register, registeredBetween } from './relation-office.ts';

export interface SandboxCollectionParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly companies: ReadonlyMap<string, SandboxCompany>;
  readonly relations: Register;
}

/** Yearly tiers of the residents' pension, in yuan. Invented: every province has its own. */
const pensionTiers = [200, 400, 600, 1_000, 2_000, 3_600];
/** Of the residents' medical insurance, per person and year, in yuan. */
const medicalPremium = 400;

const yuan = (amount: number) => amount * 100;

/** Premiums of the residents' schemes: each person once a year and scheme. Invented people, real rules. */
export function createSandboxCollection({
  db,
  vault,
  clock,
  people,
  companies,
  relations,
}: SandboxCollectionParts): Collection {
  const lookup = (billId: string) => vault.lookup('sandbox bill', billId);

  /** Who lives with this person and is registered as family; each may pay the premiums of the others. */
  function household(person: SandboxPerson, today: string) {
    const family = [...people.values()].flatMap((member) => {
      if (person.household === undefined || member.household !== person.household) return [];
      const registered = registeredBetween(relations, [person.key, member.key], today);
      const relation = registered.find((one) => one !== 'ward');
      return relation === undefined ? [] : [{ member, relation }];
    });
    return [{ member: person, relation: 'self' as const }, ...family];
  }

  async function unpaid(bills: readonly Bill[]): Promise<Bill[]> {
    if (bills.length === 0) return [];
    const paid = await db
      .selectFrom('sandbox_paid_bill')
      .select('bill_lookup')
      .where(
        'bill_lookup',
        'in',
        bills.map(({ id }) => lookup(id)),
      )
      .execute();
    const known = new Set(paid.map((row) => row.bill_lookup.toString('hex')));
    return bills.filter(({ id }) => !known.has(lookup(id).toString('hex')));
  }

  return {
    async bills(person, itemCode, companyCode) {
      const known = people.get(person.reveal().idNumber);
      const year = chinaMonth(clock.now()).slice(0, 4);
      if (known === undefined) return err('nothingDue');
      const make = schemes[itemCode];
      const company = companyCode === null ? null : (companies.get(companyCode) ?? null);
      const bills = await unpaid(
        make === undefined
          ? (assessed[itemCode]?.({ person: known, company, today: chinaDay(clock.now()) }) ?? [])
          : household(known, chinaDay(clock.now())).map(({ member, relation }) => ({
              ...make(year),
              id: `${itemCode} ${year} ${member.key}`,
              relation,
              nameMasked: maskName(member.name),
            })),
      );
      return bills.length === 0 ? err('nothingDue') : ok(bills);
    },

    async book({ idempotencyKey, billIds }) {
      return db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, 1))`.execute(trx);
        const held = await trx
          .selectFrom('sandbox_booking')
          .select('receipt_number')
          .where('idempotency_key', '=', idempotencyKey)
          .executeTakeFirst();
        if (held !== undefined) return ok({ receiptNumber: held.receipt_number });
        const taken = await trx
          .selectFrom('sandbox_paid_bill')
          .select('bill_lookup')
          .where('bill_lookup', 'in', billIds.map(lookup))
          .execute();
        if (taken.length > 0) return err('alreadyPaid');
        const drawn = await sql<{ next: number }>`select nextval('sandbox_receipt_number') as next`.execute(
          trx,
        );
        // YPSJ for 样品收据: no number of a real authority looks like this.
        const receiptNumber = `YPSJ${String(drawn.rows[0]?.next).padStart(8, '0')}`;
        await trx
          .insertInto('sandbox_booking')
          .values({
            idempotency_key: idempotencyKey,
            receipt_number: receiptNumber,
            booked_at: new Date(clock.now()),
          })
          .execute();
        await trx
          .insertInto('sandbox_paid_bill')
          .values(billIds.map((id) => ({ bill_lookup: lookup(id), idempotency_key: idempotencyKey })))
          .execute();
        return ok({ receiptNumber });
      });
    },
  };
}

type Offer = Pick<Bill, 'title' | 'period' | 'options'>;

/** By item code. */
export const schemes: Readonly<Record<string, (year: string) => Offer>> = {
  'TAX-PAY-001': (year) => ({
    title: { zh: '城乡居民基本医疗保险', en: "Residents' medical insurance" },
    period: year,
    options: [
      { id: 'year', label: { zh: `${year} 年度`, en: `Year ${year}` }, amount: yuan(medicalPremium) },
    ],
  }),
  'TAX-PAY-002': (year) => ({
    title: { zh: '城乡居民基本养老保险', en: "Residents' pension insurance" },
    period: year,
    options: pensionTiers.map((tier) => ({
      id: String(tier),
      label: { zh: `${tier} 元档`, en: `Tier ¥${tier}` },
      amount: yuan(tier),
    })),
  }),
};
