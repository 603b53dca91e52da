import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { PrincipalRefusal } from '../../src-shared/contract/server.ts';
import { checkIdentityNumber } from '../../src-shared/identity-number.ts';
import { maskIdNumber } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { PrincipalBasis, Relation, RelationRule } from '../../src-shared/service/principal.ts';
import type { RelationAnswer, RelationRegister } from '../connectors/relation-register.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { daysUntil, wholeYears } from '../review/calendar.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaDay } from './china-time.ts';
import { principalContext, type Verified } from './second-factor.ts';

const ofAge = 18;
/** An authorisation may be withdrawn any day: what the register knew before is not gone by. */
const mostDaysBehind = 3;
/** Under one token: enough for every mistake, and no way to go through a list. */
const mostAsked = 10;

interface Wanted {
  readonly itemCode: string;
  readonly rule: RelationRule;
  readonly idNumber: Sensitive<string>;
  /** As the document says; null where the number was typed. */
  readonly name: Sensitive<string> | null;
}

interface Granted {
  readonly principal: Person;
  readonly basis: PrincipalBasis;
  readonly validUntil: string | null;
}

export type Principals = ReturnType<typeof createPrincipals>;

/** Who may act for whom. What is granted is bound to one token, and goes with it. */
export function createPrincipals(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly register: RelationRegister;
}) {
  const { db, vault, clock, register } = parts;

  /** Counted before anything is answered. An earlier principal of this token is given up by it. */
  async function count({ verificationId }: Verified, { itemCode, rule }: Wanted): Promise<number> {
    const values = {
      item_code: itemCode,
      relation: rule.relation,
      basis: null,
      principal_sealed: null,
      asked_at: new Date(clock.now()),
    };
    const { asked } = await db
      .insertInto('principal_grant')
      .values({ verification_id: verificationId, asked: 1, ...values })
      .onConflict((conflict) =>
        conflict
          .column('verification_id')
          .doUpdateSet({ ...values, asked: sql<number>`principal_grant.asked + 1` }),
      )
      .returning('asked')
      .executeTakeFirstOrThrow();
    return asked;
  }

  return {
    async grant(agent: Verified, wanted: Wanted): Promise<Result<Granted, PrincipalRefusal | 'unavailable'>> {
      const today = chinaDay(clock.now());
      const asked = await count(agent, wanted);
      if (asked > mostAsked) return err('tooMany');
      const { idNumber } = agent.person.reveal();
      if (isMinor(idNumber, today)) return err('agentMinor');
      if (idNumber === wanted.idNumber.reveal()) return err('self');
      const found = await register.between(agent.person, wanted.idNumber, wanted.itemCode);
      if (!found.ok) return found;
      const judged = judge(wanted.rule, found.value, wanted.name?.reveal() ?? null, today);
      if (!judged.ok) return judged;
      const { principal, basis } = judged.value;
      const { verificationId } = agent;
      await db
        .updateTable('principal_grant')
        .set({
          basis,
          principal_sealed: vault.seal(principalContext(verificationId), JSON.stringify(principal.reveal())),
        })
        .where('verification_id', '=', verificationId)
        // Asked again meanwhile: the later question is the one that counts.
        .where('asked', '=', asked)
        .execute();
      return judged;
    },

    async release({ verificationId }: Verified): Promise<boolean> {
      const released = await db
        .updateTable('principal_grant')
        .set({ basis: null, principal_sealed: null })
        .where('verification_id', '=', verificationId)
        .where('principal_sealed', 'is not', null)
        .executeTakeFirst();
      return released.numUpdatedRows === 1n;
    },
  };
}

/**
 * What follows from what the register says. Of a number that was only typed nothing is told, not even that nobody is
 * known under it, unless the agent is registered as one of the family.
 */
export function judge(
  rule: RelationRule,
  { asOf, between }: RelationAnswer,
  name: string | null,
  today: string,
): Result<Granted, PrincipalRefusal> {
  if (-daysUntil(asOf, today) > mostDaysBehind) return err('registerBehind');
  if (between === null) return err(name === null ? 'notRegistered' : 'unknown');
  const { principal, registered, authorisation, deceased } = between;
  const person = principal.reveal();
  if (name !== null && name !== person.name) return err('nameMismatch');
  if (rule.relation !== 'other' && !registered.includes(rule.relation)) return err('notRegistered');
  // To a stranger not even that somebody is dead.
  if (rule.relation === 'other' && authorisation === null) return err('authorisationMissing');
  // With the death of the principal an authorisation ends (Civil Code art. 173).
  if (deceased) return err('deceased');
  const minor = isMinor(person.idNumber, today);
  if (rule.authorisation === 'never' || (rule.authorisation === 'ofAge' && minor))
    return ok({ principal, basis: 'registered', validUntil: null });
  switch (authorisation?.state) {
    case undefined:
      return err('authorisationMissing');
    case 'expired':
      return err('authorisationExpired');
    case 'withdrawn':
      return err('authorisationWithdrawn');
    case 'held':
      return ok({ principal, basis: 'authorised', validUntil: authorisation?.validUntil ?? null });
  }
}

/** By the number. The card of 2017 has two digits of the year, and is not given to children: its holder counts as of age. */
function isMinor(idNumber: string, today: string): boolean {
  const checked = checkIdentityNumber(idNumber);
  if (!checked.valid || checked.number.birthDate.length !== 8) return false;
  const { birthDate: born } = checked.number;
  return wholeYears(`${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`, today) < ofAge;
}

/** Who does it for them: said on papers and kept with matters, never with the whole name. */
export interface Agent {
  readonly person: Person;
  readonly relation: Relation;
  readonly basis: PrincipalBasis;
}

/** Whose matter it is, and who does it for them. Null: the token was bound to a principal in another item. */
export function matterOf(
  { person, principal }: Verified,
  itemCode: string | undefined,
): { readonly person: Person; readonly agent: Agent | null } | null {
  if (principal === null) return { person, agent: null };
  if (principal.itemCode !== itemCode) return null;
  const { relation, basis } = principal;
  return { person: principal.person, agent: { person, relation, basis } };
}

/** As the terminal is told: in part only. */
export function shownPrincipal({ principal, basis, validUntil }: Granted) {
  return {
    nameMasked: principal.toString(),
    idNumberMasked: maskIdNumber(principal.reveal().idNumber),
    basis,
    validUntil,
  };
}
