import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bench, sspBench } from './test-bench.ts';

/** What happens to the machine in the middle of a round. */
interface Trouble {
  readonly kind: 'none' | 'power' | 'line' | 'loseReply' | 'wrongCheck' | 'silent';
  /** Milliseconds from the beginning of the round. */
  readonly at: number;
  readonly lasts: number;
}

const trouble: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constantFrom('none', 'power', 'line', 'loseReply', 'wrongCheck', 'silent'),
  at: fc.integer({ min: 0, max: 6_000 }),
  lasts: fc.integer({ min: 50, max: 15_000 }),
});

function strike({ unit, line, clock }: Bench, { kind, at, lasts }: Trouble): void {
  const on = (begins: boolean) => {
    if (kind === 'power') unit.set('power', !begins);
    else if (kind === 'line') begins ? line.cut() : line.mend();
    else if (kind === 'silent') unit.set('silent', begins);
    else if (kind !== 'none') unit.set(kind, begins ? 'always' : 'off');
  };
  clock.schedule(at, () => on(true));
  clock.schedule(at + lasts, () => on(false));
}

const value = (counts: readonly { readonly value: number; readonly count: number }[]) =>
  counts.reduce((sum, one) => sum + one.value * one.count, 0);

/** Waits until the unit is there, nothing is in its path, and the driver has nothing more to tell. */
async function settle(bench: Bench): Promise<void> {
  await bench.clock.advance(25_000);
  await bench.clock.advanceUntil(() => bench.recycler.status.device === 'online', 300_000);
  await bench.clock.advance(3_000);
}

it('whatever happens while notes are taken in, each is credited once, and is where it was told to be', async () => {
  const round = fc.record({
    note: fc.constantFrom('1 CNY', '20 CNY', '100 CNY'),
    decision: fc.constantFrom('stack', 'return', 'nobody'),
    route: fc.constantFrom<'cashbox' | 'payout'>('cashbox', 'payout'),
    trouble,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 4 }), async (rounds) => {
      const bench = await sspBench({ attempts: 4 });
      const { recycler, unit, clock, finish, events } = bench;
      const told = { cashbox: 0, payout: 0 };
      let findings = recycler.powerUp;
      recycler.onStatusChanged(({ device }) => {
        if (device === 'offline' || recycler.powerUp === findings) return;
        findings = recycler.powerUp;
        for (const found of findings) {
          if (found.kind !== 'itemInPath' || found.item === null) continue;
          if (found.fate === 'stacked') told.cashbox += found.item.value;
          if (found.fate === 'stored') told.payout += found.item.value;
        }
      });
      recycler.onEvent((event) => {
        if (event.type === 'stacked') told[event.place] += event.item.value;
        if (event.type !== 'moved') return;
        told[event.from] -= event.item.value;
        told[event.to] += event.item.value;
      });
      for (const { note, decision, route, trouble: one } of rounds) {
        for (const item of recycler.itemTypes) {
          expect(await finish(recycler.setRoute(item.value, route, { timeoutMs: 20_000 }))).toMatchObject({
            ok: true,
          });
        }
        await bench.enable();
        strike(bench, one);
        const before = events.length;
        unit.set('insert', note);
        await clock.advance(2_000);
        if (events.slice(before).some(({ type }) => type === 'escrow')) {
          if (decision === 'stack') void recycler.stack({ timeoutMs: 60_000 });
          if (decision === 'return') void recycler.returnEscrow({ timeoutMs: 60_000 });
        }
        await settle(bench);
        // Held over the trouble: nobody wants it any more.
        if (recycler.status.intermediateStacker === 'notEmpty') {
          await finish(recycler.returnEscrow({ timeoutMs: 60_000 }));
          await settle(bench);
        }
        const { cashbox, payout, path } = unit.inventory();
        expect({ cashbox: value(cashbox), payout: value(payout), path: value(path) }).toEqual({
          ...told,
          path: 0,
        });
      }
      await recycler.close();
    }),
    { numRuns: 25 },
  );
}, 60_000);

it('whatever happens while notes are paid out, what left is told, and nothing is paid twice', async () => {
  const round = fc.record({ amount: fc.constantFrom(10_000, 15_000, 26_000), trouble });
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), async (rounds) => {
      const filled = [10_000, 10_000, 10_000, 5_000, 5_000, 5_000, 1_000, 1_000, 1_000];
      const bench = await sspBench({ attempts: 4, unit: { filled } });
      const { recycler, unit, finish } = bench;
      let told = 0;
      for (const { amount, trouble: one } of rounds) {
        const findings = recycler.powerUp;
        const before = value(unit.inventory().outside);
        strike(bench, one);
        const paid = await finish(recycler.payOut(amount, { timeoutMs: 120_000 }));
        await settle(bench);
        const left = value(unit.inventory().outside) - before;
        if (paid.ok) expect(value(paid.value)).toBe(amount);
        told += paid.ok ? amount : value(paid.error.moved ?? []);
        if (recycler.powerUp !== findings) {
          for (const found of recycler.powerUp) {
            if (found.kind === 'payoutIncomplete') told += found.dispensedValue;
          }
        }
        expect(left).toBeLessThanOrEqual(amount);
        expect(value(unit.inventory().outside)).toBe(told);
        if (!paid.ok && paid.error.outcome === 'notDone') expect(left).toBe(value(paid.error.moved ?? []));
        const all = Object.values(unit.inventory()).reduce((sum, counts) => sum + value(counts), 0);
        expect(all).toBe(48_000);
      }
      await recycler.close();
    }),
    { numRuns: 25 },
  );
}, 60_000);
