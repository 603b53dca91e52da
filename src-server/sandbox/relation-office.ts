import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Relation } from '../../src-shared/service/principal.ts';
import { parseYaml } from '../../src-shared/yaml-file.ts';
import type { HeldAuthorisation, RelationRegister } from '../connectors/relation-register.ts';
import { chinaDay } from '../domain/china-time.ts';
import { plusDays } from '../review/calendar.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';

/** Keys of people.yaml. */
const key = z.string().min(1);
const day = z.iso.date();

const register = z.strictObject({
  marriages: z.array(z.strictObject({ spouses: z.tuple([key, key]), since: day, until: day.optional() })),
  children: z.array(z.strictObject({ child: key, parents: z.array(key).min(1).max(2) })),
  guardians: z.array(z.strictObject({ ward: key, guardian: key, since: day, until: day.optional() })),
  authorisations: z.array(
    z.strictObject({
      /** Whose matters. */
      by: key,
      /** Who may do them. */
      to: key,
      /** Codes; absent: all. */
      items: z.array(z.string().min(1)).min(1).optional(),
      from: day,
      /** Its last day. */
      until: day.nullable(),
      withdrawn: day.optional(),
    }),
  ),
});
export type Register = z.infer<typeof register>;
type Authorisation = Register['authorisations'][number];

/** Throws, naming file and line, on a malformed file. */
export function loadRelations(file: string): Register {
  const parsed = parseYaml(readFileSync(file, 'utf8'), basename(file), register);
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  return parsed.value;
}

/** What the principal is to the agent by this register, as of a day; keys of people.yaml. */
export function registeredBetween(
  { marriages, children, guardians }: Register,
  [agent, principal]: readonly [string, string],
  today: string,
): Exclude<Relation, 'other'>[] {
  const isParent = (parent: string, child: string) =>
    children.some((one) => one.child === child && one.parents.includes(parent));
  const inForce = ({ since, until }: { readonly since: string; readonly until?: string | undefined }) =>
    since <= today && (until === undefined || today < until);
  const married = marriages.some(
    (one) =>
      one.spouses.includes(agent) && one.spouses.includes(principal) && agent !== principal && inForce(one),
  );
  const ward = guardians.some((one) => one.guardian === agent && one.ward === principal && inForce(one));
  return [
    ...(married ? (['spouse'] as const) : []),
    ...(isParent(principal, agent) ? (['parent'] as const) : []),
    ...(isParent(agent, principal) ? (['child'] as const) : []),
    ...(ward ? (['ward'] as const) : []),
  ];
}

/** Stands in for the registers of families and of authorisations, with invented people. */
export function createRelationOffice(parts: {
  readonly clock: Clock;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly relations: Register;
  readonly faults: Faults;
}): RelationRegister {
  const { clock, people, relations, faults } = parts;

  return {
    async between(agent, principalIdNumber, itemCode) {
      // A register that is behind says what was true some days ago.
      const asOf = plusDays(chinaDay(clock.now()), -faults.relationsStaleDays);
      const known = people.get(principalIdNumber.reveal());
      if (known === undefined) return ok({ asOf, between: null });
      const agentKey = people.get(agent.reveal().idNumber)?.key ?? '';
      const { idNumber, name, authorityName = name } = known;
      const given = relations.authorisations.filter(
        ({ by, to, items, from }) =>
          by === known.key &&
          to === agentKey &&
          (items === undefined || items.includes(itemCode)) &&
          from <= asOf,
      );
      const between = {
        principal: new Sensitive({ name: authorityName, idNumber }, maskName(authorityName)),
        deceased: known.deceased !== undefined && known.deceased <= asOf,
        registered: registeredBetween(relations, [agentKey, known.key], asOf),
        authorisation: best(given.map((one) => heldOn(one, asOf))),
      };
      return ok({ asOf, between });
    },
  };
}

/** Good through its last day; one that was withdrawn is over on the day on which it was. */
function heldOn({ until, withdrawn }: Authorisation, today: string): HeldAuthorisation {
  const over = withdrawn !== undefined && withdrawn <= today;
  const state = over ? 'withdrawn' : until !== null && until < today ? 'expired' : 'held';
  return { state, validUntil: until };
}

function best(all: readonly HeldAuthorisation[]): HeldAuthorisation | null {
  return all.find(({ state }) => state === 'held') ?? all.at(-1) ?? null;
}
