import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispenseFaults } from './emulator-switches.ts';
import { lcdmBench } from './test-bench.ts';

/** Things that happen to a dispenser, at any time. */
const trouble = fc.record({
  afterMs: fc.integer({ min: 0, max: 4_000 }),
  what: fc.constantFrom(
    ['cut', true],
    ['mend', true],
    ['powerCycle', true],
    ['silent', true],
    ['silent', false],
    ['babble', true],
    ['babble', false],
    ['cassetteOut', true],
    ['cassetteOut', false],
    ['refuse', 'once'],
    ['lostAck', 'once'],
    ['wrongCheck', 'once'],
    ['wrongCheck', 'always'],
    ['wrongCheck', 'off'],
    ['lostByte', 'once'],
    ['lostReply', 'once'],
    ['garbageBefore', true],
    ['slow', 'sluggish'],
    ['fillCassette', true],
    ['abort', true],
  ) as fc.Arbitrary<[string, string | boolean]>,
});
const anyDispense = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  timeoutMs: fc.constantFrom(1_500, 75_000),
  dispenseFault: fc.constantFrom(...dispenseFaults),
  troubles: fc.array(trouble, { maxLength: 4 }),
});

describe('whatever happens, and whenever', () => {
  it('what is told of the money is true, no note is lost, and nothing is dispensed unasked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDispense, { minLength: 1, maxLength: 3 }), async (dispenses) => {
        const { clock, line, unit, dispenser, finish, motions, expectNotesKept } = await lcdmBench({
          notesInCassette: 15,
        });
        for (const { count, timeoutMs, dispenseFault, troubles } of dispenses) {
          const out = unit.notes.exit;
          const sent = motions().length;
          const stop = new AbortController();
          unit.set('dispenseFault', dispenseFault);
          const answer = dispenser.dispense('cassette', count, { timeoutMs, signal: stop.signal });
          for (const { afterMs, what } of troubles) {
            await clock.advance(afterMs);
            const [id, value] = what;
            if (id === 'cut') line.cut();
            else if (id === 'mend') line.mend();
            else if (id === 'abort') stop.abort();
            else unit.set(id, value);
          }
          const { value } = await finish(answer);
          const told = value.ok ? value.value.presented : (value.error.moved ?? []);
          const moved = told.reduce((sum, one) => sum + one.count, 0);
          // A time-out answers while the unit still pays.
          const soon = unit.notes.exit - out;
          await clock.advance(100_000);
          const left = unit.notes.exit - out;
          if (value.ok) expect([left, moved]).toEqual([count, count]);
          else if (value.error.outcome === 'notDone') expect(left).toBe(moved);
          else expect(moved).toBeLessThanOrEqual(soon);
          expect(left).toBeLessThanOrEqual(count);
          // The same bytes may go out again after an NCK, which says that nothing was done.
          expect(new Set(motions().slice(sent)).size).toBeLessThanOrEqual(1);
          expectNotesKept();
        }
        await dispenser.close();
        await clock.advance(100_000);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
