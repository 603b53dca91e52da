import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/result.ts';
import { searchBaudRate } from './baud-search.ts';
import { expectCard, sdtBench } from './test-bench.ts';

describe('a reader at another rate than the profile says', () => {
  it.each([
    [115_200, [115_200]],
    [57_600, [115_200, 57_600]],
    [38_400, [115_200, 57_600, 38_400]],
    [19_200, [115_200, 57_600, 38_400, 19_200]],
    [9_600, [115_200, 57_600, 38_400, 19_200, 9_600]],
  ])('is found at %i', async (unitBaudRate, tried) => {
    const { uart, unit, read, reader, sent } = await sdtBench({ unitBaudRate });
    expect(uart.tried).toEqual(tried);
    expect(reader.status).toMatchObject({ device: 'online', reasons: [] });
    unit.set('card', 'specimen-a');
    const card = await read();
    expect(expectCard(card.value).name.reveal()).toBe('样本甲');
    // 1295 bytes at ten bits each: at 9600 they need 1.35 s, and are waited for.
    expect(card.ms).toBeGreaterThan((1295 * 10_000) / unitBaudRate);
    expect(sent).toEqual(['2001', '2002', '3001']);
  });

  it('is asked first where it was found, when the line comes back', async () => {
    const { uart, line, clock, reader } = await sdtBench({ unitBaudRate: 19_200 });
    uart.tried.length = 0;
    line.cut();
    await clock.advance(1_000);
    line.mend();
    await clock.advance(10_000);
    expect(reader.status.device).toBe('online');
    expect(uart.tried).toEqual([19_200]);
  });

  it('is searched again from there when it is silent at all of them, and each is named', async () => {
    const { uart, unit, reader, finish, clock } = await sdtBench({ unitBaudRate: 9_600, open: false });
    unit.set('silent', true);
    const opened = await finish(reader.open());
    expect(opened.value).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
    for (const rate of [115_200, 57_600, 38_400, 19_200, 9_600])
      expect(JSON.stringify(opened.value)).toContain(`at ${rate}: moduleStatus, sent 3 times: nothing in`);
    expect(uart.tried).toEqual([115_200, 57_600, 38_400, 19_200, 9_600]);
    unit.set('silent', false);
    await clock.advance(30_000);
    expect(reader.status.device).toBe('online');
    await reader.close();
    expect(clock.pending).toBe(0);
  });

  it('is not searched where the profile does not ask for it', async () => {
    const { uart } = await sdtBench();
    expect(uart.tried).toEqual([]);
  });
});

describe('the search', () => {
  const silent = async () => err({ kind: 'noAnswer', description: 'nothing' } as const);

  it('ends when the line is lost', async () => {
    const tried: number[] = [];
    const line = {
      async setBaudRate(rate: number) {
        tried.push(rate);
        return ok();
      },
    };
    const lost = async () => err({ kind: 'lineLost', description: 'unplugged' } as const);
    expect(await searchBaudRate(line, 115_200, lost)).toEqual(err('at 115200: unplugged'));
    expect(tried).toEqual([115_200]);
  });

  it('ends when the rate cannot be set', async () => {
    const line = {
      setBaudRate: async () => err({ code: 'failed', description: 'not this one' } as const),
    };
    expect(await searchBaudRate(line, 115_200, silent)).toEqual(err('not this one'));
  });

  it('asks once on a line that has no rate', async () => {
    expect(await searchBaudRate({}, 115_200, silent)).toEqual(err('at 115200: nothing'));
  });
});
