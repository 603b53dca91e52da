import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { ElectronicCodes } from '../connectors/electronic-codes.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { digest } from '../domain/digest.ts';
import { type RandomBytes, randomToken } from '../random.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';

export interface ShownCode {
  /** What the phone shows as a QR code. */
  readonly code: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** The phones of the invented people, and the platform behind them. */
export interface CodeWallet extends ElectronicCodes {
  /** Who has a phone with codes: all whom the authority knows. */
  readonly owners: readonly { readonly key: string; readonly nameMasked: string }[];
  /** A new code on the phone of this person; the one before is good until its own end. Null: no such person. */
  show(key: string): ShownCode | null;
}

interface Given {
  readonly person: Person;
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
  readonly faults: Faults;
}): CodeWallet {
  const { clock, random, people, faults } = parts;
  const given = new Map<string, Given>();
  const keyOf = (code: string) => digest(code).toString('hex');

  function forgetOld(): void {
    for (const [key, { expiresAt }] of given) if (expiresAt + rememberedMs < clock.now()) given.delete(key);
  }

  return {
    owners: [...people.values()].map(({ key, name }) => ({ key, nameMasked: maskName(name) })),

    show(key) {
      const owner = [...people.values()].find((one) => one.key === key);
      if (owner === undefined) return null;
      forgetOld();
      // YP for 样品: no code of a real platform looks like this.
      const code = `YP${randomToken(random)}`;
      const expiresAt = clock.now() + codeLifetimeMs;
      const { name, idNumber } = owner;
      given.set(keyOf(code), {
        person: new Sensitive({ name, idNumber }, maskName(name)),
        expiresAt,
        usedBy: null,
      });
      return { code, expiresAt: new Date(expiresAt).toISOString() };
    },

    async resolve(code, { terminalId, transactionId }) {
      if (faults.failing) return err('unavailable');
      const held = given.get(keyOf(code.reveal()));
      if (held === undefined) return err('codeUnknown');
      const user = `${terminalId} ${transactionId}`;
      if (held.usedBy !== null && held.usedBy !== user) return err('codeUsed');
      if (clock.now() >= held.expiresAt) return err('codeExpired');
      held.usedBy = user;
      return ok(held.person);
    },
  };
}
