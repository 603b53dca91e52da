import { describe, expect, it } from 'vitest';
import { benches } from './test-benches.ts';
import { cashboxValue, expectError, expectOk } from './test-watch.ts';

describe.each(benches)('$name', ({ open, stack }) => {
  describe('a command that is canceled', () => {
    it('before it began did nothing', async () => {
      const bench = await open();
      await bench.insert('100');
      const signal = AbortSignal.abort();
      const error = expectError(
        (await bench.finish(bench.acceptor.stack({ timeoutMs: 5_000, signal }))).value,
      );
      expect(error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
      expect(bench.commands()).not.toContain(stack);
    });

    it('at any moment says the truth: canceled and the note is there, or done', async () => {
      for (let at = 0; at < 1_400; at += 23) {
        const bench = await open();
        await bench.insert('100');
        const abort = new AbortController();
        const stacking = bench.acceptor.stack({ timeoutMs: 5_000, signal: abort.signal });
        await bench.clock.advance(at);
        abort.abort();
        const { value } = await bench.finish(stacking);
        await bench.clock.advance(2_000);
        if (value.ok) expect(cashboxValue(bench.unit.items)).toBe(10_000);
        else {
          expect(value.error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
          expect(cashboxValue(bench.unit.items)).toBe(0);
        }
      }
    }, 30_000);

    it('while the mouth opens leaves it shut', async () => {
      const bench = await open();
      const abort = new AbortController();
      const enabling = bench.acceptor.enable([100], { timeoutMs: 5_000, signal: abort.signal });
      await bench.clock.advance(5);
      abort.abort();
      expect(expectError((await bench.finish(enabling)).value).completionCode).toBe('canceled');
      await bench.clock.advance(1_000);
      expect(bench.acceptor.status.accepting).toBe(false);
      expect(bench.unit.describe().holds[1]).toBe('mouth shut');
    });
  });

  describe('a command whose time runs out', () => {
    it('while the note still moves is indeterminate, and the credit is told when it comes', async () => {
      const bench = await open();
      await bench.insert('100');
      const error = expectError((await bench.finish(bench.acceptor.stack({ timeoutMs: 600 }))).value);
      expect(error).toMatchObject({ completionCode: 'timeOut', outcome: 'indeterminate' });
      await bench.clock.advance(3_000);
      expect(bench.events).toEqual(['escrow 10000', 'stacked 10000']);
    });

    it('behind another one was not served', async () => {
      const bench = await open();
      await bench.insert('100');
      const first = bench.acceptor.stack({ timeoutMs: 5_000 });
      const second = bench.acceptor.returnEscrow({ timeoutMs: 200 });
      expect(expectError((await bench.finish(second)).value)).toMatchObject({ outcome: 'notDone' });
      expectOk((await bench.finish(first)).value);
    });
  });
});
