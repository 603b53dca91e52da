import { type Kysely, sql, type Transaction } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { CardSystem, SetPin } from '../connectors/card-system.ts';
import { canonicalJson } from '../domain/digest.ts';
import { initialPin, weakPin } from '../domain/weak-pin.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';
import { openPinBlock } from './pin-module.ts';

const mostTries = 6;

/** Every invented person has a card, with this number in its chip (see the emulated card reader). */
const cardNumberOf = ({ idNumber }: SandboxPerson) => `Z0000${idNumber.slice(-5, -1)}`;

export function createSandboxCardSystem(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly faults: Faults;
}): CardSystem {
  const { db, vault, clock, people, faults } = parts;
  const pinLookup = (card: string, pin: string) => vault.lookup(`card pin ${card}`, pin);

  /** What is asked, without what changes when the same PIN is typed again. */
  const requestLookup = ({ terminalId, transactionId, cardNumber, blocks }: SetPin) =>
    vault.lookup(
      'sandbox pin request',
      canonicalJson({
        terminalId,
        transactionId,
        cardNumber: cardNumber.reveal(),
        blocks: [blocks.old, blocks.next, blocks.repeat].map(
          (block) => block && Buffer.from(block).toString('hex'),
        ),
      }),
    );

  /** The typed PINs; the refusal where they cannot be read, or the new one was typed in two ways. */
  function opened(request: SetPin, idNumber: string) {
    const { old, next, repeat } = request.blocks;
    const [oldPin, nextPin, repeated] = [old, next, repeat].map((block) =>
      block === null ? null : (openPinBlock(block, idNumber) ?? undefined),
    );
    if (oldPin === undefined || nextPin == null || repeated == null)
      return err({ code: 'pinUnreadable' } as const);
    if (nextPin !== repeated) return err({ code: 'pinsDiffer' } as const);
    return ok({ old: oldPin, next: nextPin, weak: weakPin(nextPin, idNumber) });
  }

  function isHolder({ person, cardNumber }: SetPin): boolean {
    const owner = people.get(person.reveal().idNumber);
    return owner !== undefined && cardNumberOf(owner) === cardNumber.reveal();
  }

  const ofKey = (from: Kysely<Schema>, idempotencyKey: string) =>
    from
      .selectFrom('sandbox_pin_set')
      .selectAll()
      .where('idempotency_key', '=', idempotencyKey)
      .executeTakeFirst();

  /** Who asks about a key waits for who writes under it, and the other way round. */
  const holdKey = (trx: Transaction<Schema>, idempotencyKey: string) =>
    sql`select pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, 3))`.execute(trx);

  return {
    async look(request) {
      if (faults.failing) return err({ code: 'unavailable' });
      const before = faults.pinQueriesFailing ? null : ((await ofKey(db, request.idempotencyKey)) ?? false);
      const written = before && before.set_at !== null && before.terminal_id === request.terminalId;
      if (!isHolder(request)) return ok({ holderMatches: false, weak: null, written });
      const pins = opened(request, request.person.reveal().idNumber);
      return pins.ok ? ok({ holderMatches: true, weak: pins.value.weak, written }) : pins;
    },

    async setPin(request) {
      if (faults.failing) return err({ code: 'unavailable' });
      const { idempotencyKey, terminalId } = request;
      const { idNumber } = request.person.reveal();
      const card = request.cardNumber.reveal();
      if (!isHolder(request)) return err({ code: 'cardMismatch' });
      const pins = opened(request, idNumber);
      if (!pins.ok) return pins;
      if (pins.value.weak !== null) return err({ code: 'pinWeak', why: pins.value.weak });
      const request_lookup = requestLookup(request);

      return db.transaction().execute(async (trx) => {
        await holdKey(trx, idempotencyKey);
        // The same card twice at once: the second waits for what the first made of it.
        const card_lookup = vault.lookup('sandbox card', card);
        await sql`select pg_advisory_xact_lock(${card_lookup.readBigInt64BE().toString()}::bigint)`.execute(
          trx,
        );
        const before = await ofKey(trx, idempotencyKey);
        if (before !== undefined) {
          if (before.set_at === null) return err({ code: 'keyVoid' } as const);
          return before.request_lookup?.equals(request_lookup) === true
            ? ok({ setAt: before.set_at.toISOString() })
            : err({ code: 'keyReused' } as const);
        }

        const held = await trx
          .selectFrom('sandbox_card_pin')
          .selectAll()
          .where('card_lookup', '=', card_lookup)
          .executeTakeFirst();
        const current = held?.pin_lookup ?? pinLookup(card, initialPin);
        const triesLeft = held?.tries_left ?? mostTries;
        const now = new Date(clock.now());
        const write = (pin_lookup: Buffer, tries_left: number) =>
          trx
            .insertInto('sandbox_card_pin')
            .values({ card_lookup, pin_lookup, tries_left, changed_at: now })
            .onConflict((conflict) =>
              conflict.column('card_lookup').doUpdateSet({ pin_lookup, tries_left, changed_at: now }),
            )
            .execute();

        if (pins.value.old !== null) {
          if (triesLeft === 0) return err({ code: 'pinLocked' } as const);
          if (!pinLookup(card, pins.value.old).equals(current)) {
            await write(current, triesLeft - 1);
            return triesLeft === 1
              ? err({ code: 'pinLocked' } as const)
              : err({ code: 'pinWrong', triesLeft: triesLeft - 1 } as const);
          }
        }
        await write(pinLookup(card, pins.value.next), mostTries);
        await trx
          .insertInto('sandbox_pin_set')
          .values({ idempotency_key: idempotencyKey, terminal_id: terminalId, request_lookup, set_at: now })
          .execute();
        return ok({ setAt: now.toISOString() });
      });
    },

    async pinByKey(idempotencyKey, terminalId) {
      if (faults.failing || faults.pinQueriesFailing) return err('unavailable');
      return db.transaction().execute(async (trx) => {
        await holdKey(trx, idempotencyKey);
        const row = await ofKey(trx, idempotencyKey);
        if (row === undefined)
          await trx
            .insertInto('sandbox_pin_set')
            .values({
              idempotency_key: idempotencyKey,
              terminal_id: terminalId,
              request_lookup: null,
              set_at: null,
            })
            .execute();
        return ok(row?.set_at && row.terminal_id === terminalId ? { setAt: row.set_at.toISOString() } : null);
      });
    },
  };
}
