import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReceiptDocument } from '../../contract/receipt-printer.ts';
import { receiptPrinterBench } from './bench.test-support.ts';
import { custom80mm, paper80mm } from './profile.ts';

/** What a hand, a cable or wear can do to the unit. */
const mishaps = [
  ['coverOpen', true],
  ['coverOpen', false],
  ['paper', 'nearEnd'],
  ['paper', 'out'],
  ['paper', 'full'],
  ['knifeBlocked', true],
  ['knifeBlocked', false],
  ['headHot', true],
  ['headHot', false],
  ['jamNext', true],
  ['clearJam', true],
  ['silent', true],
  ['powerCycle', true],
  ['cable', false],
  ['cable', true],
  ['takeTicket', true],
] as const;
const kinds = { paper80mm, custom80mm } as const;
const mishap = fc.record({ afterMs: fc.integer({ min: 0, max: 900 }), what: fc.constantFrom(...mishaps) });

/** Eight lines, one of them drawn: an image is where a lost byte does the most harm. */
const receipt = (name: string): ReceiptDocument => ({
  elements: Array.from({ length: 8 }, (_, line) => ({
    kind: 'text',
    text: line === 3 ? '𠮷' : `${name} ${line + 1}`,
  })),
});
const whole = (name: string) =>
  Array.from({ length: 8 }, (_, line) => (line === 3 ? '(image)' : `${name} ${line + 1}`));
const namesOn = (lines: readonly string[]) =>
  new Set(lines.filter((text) => text !== '(image)').map((text) => text.split(' ')[0]));

describe.each([
  ['paper80mm', 80],
  ['custom80mm', 50],
] as const)('whatever goes wrong, whenever, with %s', (kind, numRuns) => {
  it('done is one whole slip, notDone is not a dot of ink, and no slip holds lines of two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mishap, { maxLength: 5 }), async (planned) => {
        const { clock, line, unit, printer, receipts, settled } = receiptPrinterBench(kinds[kind]);
        await settled(printer.open());
        let at = 0;
        for (const { afterMs, what } of planned) {
          at += afterMs;
          const [id, value] = what;
          clock.schedule(at, () => {
            if (id !== 'cable') unit.set(id, value);
            else if (value) line.mend();
            else line.cut();
          });
          // A hung unit hangs for a while. Shorter gaps are lost bytes, which ESC/POS has no means to notice.
          if (id === 'silent') clock.schedule(at + 1500, () => unit.set('silent', false));
        }
        const first = await settled(printer.print(receipt('first'), { timeoutMs: 8000 }));

        // Everything is put right by hand, and the next person comes.
        await clock.advance(5000);
        line.mend();
        for (const [id, value] of [
          ['silent', false],
          ['clearJam', true],
          ['knifeBlocked', false],
          ['jamNext', false],
          ['headHot', false],
          ['paper', 'full'],
          ['coverOpen', true],
          ['coverOpen', false],
        ] as const)
          unit.set(id, value);
        await clock.advance(40_000);
        expect(printer.status).toMatchObject({ device: 'online', reasons: [] });
        const second = await settled(printer.print(receipt('second'), { timeoutMs: 8000 }));
        await printer.close();

        expect(second.ok).toBe(true);
        const { pieces, inside, presented, hanging, taken, retracted, ejected } = unit.slips;
        expect(inside + presented + hanging + taken + retracted + ejected).toBe(pieces);
        expect(pieces).toBe(receipts.length);
        // What is in the mouth is the second citizen's, and theirs alone.
        if (kind === 'custom80mm') expect([inside, presented]).toEqual([0, 1]);
        const withFirst = receipts.filter((lines) => lines.some((text) => text.startsWith('first')));
        if (first.ok) expect(withFirst).toEqual([whole('first')]);
        else if (first.error.outcome === 'notDone') expect(withFirst).toEqual([]);
        expect(receipts.at(-1)).toEqual(whole('second'));
        for (const lines of receipts) expect(namesOn(lines).size).toBeLessThanOrEqual(1);
      }),
      { numRuns },
    );
  }, 120_000);
});
