import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cctalkBench } from './test-bench.ts';

/** Things that happen to the wire and what hangs on it, at any time. */
const trouble = fc.record({
  afterMs: fc.integer({ min: 0, max: 1_200 }),
  what: fc.constantFrom(
    ['line', 'cut'],
    ['line', 'mend'],
    ['wire', 'collision'],
    ['hopper', 'powerCycle', true],
    ['hopper', 'silent', true],
    ['hopper', 'silent', false],
    ['hopper', 'lostReply', 'once'],
    ['hopper', 'wrongCheck', 'once'],
    ['hopper', 'lostByte', 'once'],
    ['hopper', 'lostReply', 'always'],
    ['hopper', 'lostReply', 'off'],
    ['hopper', 'slow', 'sluggish'],
    ['hopper', 'loseCommand', true],
    ['hopper', 'fill', true],
    ['abort'],
  ) as fc.Arbitrary<[string, string?, (string | boolean)?]>,
});
const anyPayout = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  timeoutMs: fc.constantFrom(1_200, 60_000),
  payoutFault: fc.constantFrom('off', 'off', 'jam', 'coinInExit', 'cheat', 'reset', 'powerCut'),
  troubles: fc.array(trouble, { maxLength: 4 }),
});

describe('whatever happens, and whenever', () => {
  it('what is told of a payout is true, no coin is lost, and none is paid twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPayout, { minLength: 1, maxLength: 3 }), async (payouts) => {
        const bench = await cctalkBench({ coins: 20 });
        const { clock, line, wire, hopper, hopperUnit, finish } = bench;
        for (const { count, timeoutMs, payoutFault, troubles } of payouts) {
          const out = hopperUnit.coins.tray;
          const sent = bench.payouts().length;
          const stop = new AbortController();
          hopperUnit.set('payoutFault', payoutFault);
          const answer = hopper.dispense('hopper', count, { timeoutMs, signal: stop.signal });
          for (const { afterMs, what } of troubles) {
            await clock.advance(afterMs);
            const [where, id = '', value = true] = what;
            if (where === 'abort') stop.abort();
            else if (where === 'wire') wire.set(id, true);
            else if (id === 'cut') line.cut();
            else if (id === 'mend') line.mend();
            else hopperUnit.set(id, value);
          }
          const { value } = await finish(answer);
          await clock.advance(30_000);
          const told = value.ok ? value.value.presented : (value.error.moved ?? []);
          const moved = told.reduce((sum, one) => sum + one.count, 0);
          const left = hopperUnit.coins.tray - out;
          if (value.ok) expect([left, moved]).toEqual([count, count]);
          else if (value.error.outcome === 'notDone') expect(left).toBe(moved);
          else expect(moved).toBeLessThanOrEqual(left);
          // A cheat draws one more.
          expect(left).toBeLessThanOrEqual(payoutFault === 'cheat' ? count + 1 : count);
          expect(bench.payouts().length - sent).toBeLessThanOrEqual(1);
          bench.expectCoinsKept();
        }
        line.mend();
        await bench.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('every coin that the acceptor took is told once, or counted as lost', async () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 600 }),
      what: fc.constantFrom(
        'insertCoin1',
        'insertCoin2',
        'insertCoin3',
        'cut',
        'mend',
        'collision',
        'lostReply',
        'lostByte',
        'wrongCheck',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const bench = await cctalkBench();
        const { clock, line, wire, acceptorUnit, enable, events } = bench;
        await enable(10, 50, 100);
        for (const { waitMs, what } of steps) {
          await clock.advance(waitMs);
          if (what === 'cut') line.cut();
          else if (what === 'mend') line.mend();
          else if (what === 'collision') wire.set('collision', true);
          else acceptorUnit.set(what, what.startsWith('insert') ? true : 'once');
        }
        line.mend();
        await clock.advance(30_000);
        const { cashbox, sorted } = acceptorUnit.coins;
        const told = events.reduce((sum, event) => {
          if (event.type === 'accepted') return sum + 1;
          return event.type === 'eventsLost' ? sum + event.count : sum;
        }, 0);
        const refused = events.filter(({ type }) => type === 'refused').length;
        // What was lost may have been coins or refusals.
        expect(told + refused).toBeGreaterThanOrEqual(cashbox + sorted);
        expect(events.filter(({ type }) => type === 'accepted').length).toBeLessThanOrEqual(cashbox + sorted);
        if (!events.some(({ type }) => type === 'eventsLost')) expect(told).toBe(cashbox + sorted);
        bench.expectCoinsKept();
        await bench.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
