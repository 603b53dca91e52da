import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { CodeRefusal, CodeUser, ElectronicCodes, LicenceCodes } from '../connectors/electronic-codes.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { digest } from '../domain/digest.ts';
import { type RandomBytes, randomToken } from '../random.ts';
import type { SandboxCompany } from './business/companies.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';

export interface ShownCode {
  /** What the phone shows as a QR code. */
  readonly code: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** The phones of the invented people, with the licences of the invented companies, and the platforms behind them. */
export interface CodeWallet extends ElectronicCodes, LicenceCodes {
  /** Who has a phone with codes: all whom the authority knows, and every company, as `licence-` and its key. */
  readonly owners: readonly { readonly key: string; readonly nameMasked: string }[];
  /** A new code on this phone; the one before is good until its own end. Null: no such phone. */
  show(key: string): ShownCode | null;
}

type Holder =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'licence'; readonly companyCode: string };

interface Given {
  readonly holder: Holder;
  readonly expiresAt: number;
  usedBy: string | null;
}

export const codeLifetimeMs = 60_000;
/** So long a code that is over is still told apart from one that never was. */
const rememberedMs = 600_000;

/** In memory only: what is on a phone is not at the centre. A restart forgets the codes, and then they are unknown. */
export function createCodeWallet(parts: {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly companies: ReadonlyMap<string, SandboxCompany>;
  readonly faults: Faults;
}): CodeWallet {
  const { clock, random, people, companies, faults } = parts;
  const given = new Map<string, Given>();
  const keyOf = (code: string) => digest(code).toString('hex');

  function forgetOld(): void {
    for (const [key, { expiresAt }] of given) if (expiresAt + rememberedMs < clock.now()) given.delete(key);
  }

  const phones = new Map<string, { readonly nameMasked: string; readonly holder: Holder }>();
  for (const { key, name, idNumber } of people.values()) {
    const person = new Sensitive({ name, idNumber }, maskName(name));
    phones.set(key, { nameMasked: maskName(name), holder: { kind: 'person', person } });
  }
  for (const { key, name, code } of companies.values())
    phones.set(`licence-${key}`, { nameMasked: name, holder: { kind: 'licence', companyCode: code } });

  /** One kind of code is unknown to the platform of the other, and not used up by being shown there. */
  function use<K extends Holder['kind']>(
    kind: K,
    code: string,
    { terminalId, transactionId }: CodeUser,
  ): Result<Extract<Holder, { kind: K }>, CodeRefusal | 'unavailable'> {
    if (faults.failing) return err('unavailable');
    const held = given.get(keyOf(code));
    if (held === undefined) return err('codeUnknown');
    const { holder } = held;
    if (!isOf(kind, holder)) return err('codeUnknown');
    const user = `${terminalId} ${transactionId}`;
    if (held.usedBy !== null && held.usedBy !== user) return err('codeUsed');
    if (clock.now() >= held.expiresAt) return err('codeExpired');
    held.usedBy = user;
    return ok(holder);
  }

  return {
    owners: [...phones].map(([key, { nameMasked }]) => ({ key, nameMasked })),

    show(key) {
      const phone = phones.get(key);
      if (phone === undefined) return null;
      forgetOld();
      // YP for 样品: no code of a real platform looks like this.
      const code = `YP${randomToken(random)}`;
      const expiresAt = clock.now() + codeLifetimeMs;
      given.set(keyOf(code), { holder: phone.holder, expiresAt, usedBy: null });
      return { code, expiresAt: new Date(expiresAt).toISOString() };
    },

    async resolve(code, by) {
      const used = use('person', code.reveal(), by);
      return used.ok ? ok(used.value.person) : used;
    },

    async resolveLicence(code, by) {
      const used = use('licence', code.reveal(), by);
      return used.ok ? ok(used.value.companyCode) : used;
    },
  };
}

function isOf<K extends Holder['kind']>(kind: K, holder: Holder): holder is Extract<Holder, { kind: K }> {
  return holder.kind === kind;
}
