import { describe, expect, it } from 'vitest';
import { type Bench, benches, options } from './test-benches.ts';
import { cashboxValue, expectError, places, toldValue } from './test-watch.ts';

describe.each(benches)('$name', ({ open, restart, stack }) => {
  /** Off and on again, and time enough for reset, self-test and whatever lies in the path. */
  async function offAndOn({ unit, clock }: Bench, offMs = 1_000) {
    unit.set('power', false);
    await clock.advance(offMs);
    unit.set('power', true);
    await clock.advance(20_000);
  }

  describe('the power of the unit fails', () => {
    it('with nothing in it', async () => {
      const bench = await open();
      await offAndOn(bench);
      expect(bench.acceptor.powerUp).toEqual([{ kind: 'clear' }]);
      expect(bench.acceptor.status).toMatchObject({ device: 'online', accepting: false });
    });

    it('so shortly that the line never went: it is noticed all the same, and the mouth is shut', async () => {
      const bench = await open();
      await bench.insert('1');
      expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
      await offAndOn(bench, 10);
      expect(bench.statuses).toContain('starting initialising');
      expect(bench.acceptor.status).toMatchObject({ device: 'online', accepting: false });
      expect(bench.commands().filter((name) => name === 'reset')).toHaveLength(1);
      expect(bench.findings).toEqual([]);
    });

    it('while a note is pulled in: it comes out again', async () => {
      const bench = await open();
      bench.unit.set('powerCutIn', 'accept');
      await bench.insert('100');
      await offAndOn(bench);
      expect(bench.findings).toEqual(['returned null']);
      expect(places(bench.unit.items)).toBe('customer: 100');
      expect(bench.events).toEqual([]);
    });

    it('with a note in escrow: it comes out again, and is known', async () => {
      const bench = await open();
      await bench.insert('100');
      await offAndOn(bench);
      expect(bench.findings).toEqual(['returned 10000']);
      expect(places(bench.unit.items)).toBe('customer: 100');
      expect(bench.events).toEqual(['escrow 10000']);
    });

    it.each([1_000, 30, 5_000])(
      'while a note is stacked (off for %i ms): indeterminate, then found stacked',
      async (offMs) => {
        const bench = await open();
        await bench.insert('100');
        bench.unit.set('powerCutIn', 'stack');
        const stacking = bench.acceptor.stack(options);
        await bench.clock.advance(700);
        await offAndOn(bench, offMs);
        expect(expectError((await bench.finish(stacking)).value).outcome).toBe('indeterminate');
        expect(bench.findings).toEqual(['stacked 10000']);
        expect(places(bench.unit.items)).toBe('cashbox: 100');
        expect(toldValue(bench.events, bench.findings)).toBe(cashboxValue(bench.unit.items));
        expect(bench.commands().filter((name) => name === stack)).toHaveLength(1);
      },
    );

    it('while a note is given back: it comes out all the same', async () => {
      const bench = await open();
      await bench.insert('50');
      bench.unit.set('powerCutIn', 'giveBack');
      const returning = bench.acceptor.returnEscrow(options);
      await bench.clock.advance(700);
      await offAndOn(bench);
      expect(expectError((await bench.finish(returning)).value).outcome).toBe('indeterminate');
      expect(bench.findings).toEqual(['returned 5000']);
      expect(places(bench.unit.items)).toBe('customer: 50');
    });

    it('and comes back in the middle of a reply', async () => {
      const bench = await open();
      await bench.insert('20');
      bench.unit.set('resetInReply', true);
      await bench.clock.advance(20_000);
      expect(bench.findings).toEqual(['returned 2000']);
      expect(bench.acceptor.status.device).toBe('online');
    });

    it('after the credit, before the unit knew that it was heard: told once', async () => {
      const bench = await open();
      await bench.insert('100');
      bench.unit.set('deafToAck', 'always');
      expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
      await bench.clock.advance(400);
      bench.unit.set('deafToAck', 'off');
      await offAndOn(bench);
      // The unit said "bill in stacker": the note that was credited already.
      expect(bench.findings).toEqual([]);
      expect(bench.acceptor.powerUp).toEqual([{ kind: 'clear' }]);
      expect(bench.events).toEqual(['escrow 10000', 'stacked 10000']);
      expect(cashboxValue(bench.unit.items)).toBe(10_000);
    });

    it('before anybody opened it: what the unit holds is found by a new process', async () => {
      const first = await open();
      await first.insert('100');
      await first.acceptor.close();
      first.unit.set('power', false);
      first.unit.set('power', true);
      const second = await restart(first);
      expect(second.acceptor.powerUp).toEqual([{ kind: 'itemInPath', item: null, fate: 'returned' }]);
      expect(places(second.unit.items)).toBe('customer: 100');
    });
  });
});
