import { describe, expect, it } from 'vitest';
import { encodeReports } from '../hid-pos/codec.ts';
import { kinds, scannerBench, words } from './test-bench.ts';

const chinese = '样本：网上预约 0001';

describe.each(kinds)('a scanner (%s)', (kind) => {
  it('reads one code after the other', async () => {
    const bench = await scannerBench(kind);
    for (const [code, data] of [
      ['electronic-card', 'ECARD-TEST-0001'],
      ['sixty-characters', '8'.repeat(60)],
      ['long', `https://example.invalid/?code=${'SPECIMEN0'.repeat(30)}`],
      ['chinese', chinese],
      ['two-lines', 'SPECIMEN\r\nSECOND LINE'],
    ] as const) {
      const { value } = await bench.read(code);
      expect(words(value)).toBe(data);
    }
  });

  it('says which symbology it was, where the unit tells', async () => {
    const bench = await scannerBench(kind);
    const tells = kind === 'hid-pos' || kind === 'aim' || kind === 'triggered';
    const qr = await bench.read('electronic-card');
    expect(qr.value).toMatchObject({ value: { symbology: tells ? 'qrCode' : null } });
    const bars = await bench.read('receipt');
    expect(bars.value).toMatchObject({ value: { symbology: tells ? 'code128' : null } });
  });

  it('shows what a code says to nobody who does not ask for it', async () => {
    const bench = await scannerBench(kind);
    const { value } = await bench.read('electronic-card');
    expect(JSON.stringify(value)).not.toContain('ECARD');
    const spoiled = await bench.read('gbk');
    expect(JSON.stringify(spoiled.value)).not.toContain('样本');
  });

  it('drops a code that came before anybody waited for one', async () => {
    const bench = await scannerBench(kind);
    bench.unit.set('code', 'electronic-card');
    await bench.clock.advance(kind === 'triggered' ? 0 : 500);
    bench.unit.set('code', 'none');
    const { value } = await bench.read('another-electronic-card');
    expect(words(value)).toBe('ECARD-TEST-0002');
  });

  it('gives up when its time is up, and the next read is served', async () => {
    const bench = await scannerBench(kind);
    const { value, ms } = await bench.finish(bench.scanner.read({ timeoutMs: 3_000 }));
    expect(value).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect(ms).toBe(3_000);
    expect(words((await bench.read('electronic-card')).value)).toBe('ECARD-TEST-0001');
    expect(bench.clock.pending).toBe(0);
  });

  it('is canceled at once', async () => {
    const bench = await scannerBench(kind);
    const stop = new AbortController();
    const reading = bench.scanner.read({ timeoutMs: 60_000, signal: stop.signal });
    await bench.clock.advance(100);
    stop.abort();
    const { value, ms } = await bench.finish(reading);
    expect(value).toMatchObject({ error: { completionCode: 'canceled' } });
    expect(ms).toBe(0);
  });

  it('says that it is closed, also to who waits', async () => {
    const bench = await scannerBench(kind);
    const reading = bench.scanner.read({ timeoutMs: 60_000 });
    await bench.clock.advance(100);
    await bench.scanner.close();
    expect((await bench.finish(reading)).value).toMatchObject({
      error: { completionCode: 'deviceNotReady' },
    });
    expect(bench.scanner.status).toEqual({ device: 'offline', reasons: ['closed'], scanner: 'unknown' });
    expect(await bench.scanner.read({ timeoutMs: 1_000 })).toMatchObject({
      error: { completionCode: 'deviceNotReady' },
    });
  });
});

describe('a scan that spans two reads', () => {
  it('belongs to neither', async () => {
    const bench = await scannerBench('hid-pos');
    bench.unit.set('slow', 'sluggish');
    bench.unit.set('code', 'long');
    // The first of its reports is here, and the citizen before is gone.
    await bench.clock.advance(70);
    const { value } = await bench.finish(bench.scanner.read({ timeoutMs: 2_000 }));
    expect(words(value)).toBe('timeOut');
  });

  it('does not take along the one that begins in the same portion', async () => {
    const bench = await scannerBench('hid-pos');
    const [first, last] = encodeReports(']Q0', new Uint8Array(60).fill(0x38)) as [Uint8Array, Uint8Array];
    const next = encodeReports(']Q0', Uint8Array.from(Buffer.from('NEXT')));
    bench.line.unit.write(first);
    await bench.clock.advance(10);
    const reading = bench.scanner.read({ timeoutMs: 2_000 });
    await bench.clock.advance(10);
    bench.line.unit.write(Uint8Array.from(Buffer.concat([last, ...next])));
    expect(words((await bench.finish(reading)).value)).toBe('NEXT');
  });

  it('does not reach the read behind a canceled one', async () => {
    const bench = await scannerBench('suffix');
    bench.unit.set('slow', 'sluggish');
    const stop = new AbortController();
    const first = bench.scanner.read({ timeoutMs: 60_000, signal: stop.signal });
    bench.unit.set('code', 'long');
    await bench.clock.advance(70);
    stop.abort();
    await first;
    const { value } = await bench.finish(bench.scanner.read({ timeoutMs: 2_000 }));
    expect(words(value)).toBe('timeOut');
  });
});

describe('two who read at the same time', () => {
  it('are served one after the other', async () => {
    const bench = await scannerBench('hid-pos');
    const first = bench.scanner.read({ timeoutMs: 10_000 });
    const second = bench.scanner.read({ timeoutMs: 10_000 });
    bench.unit.set('code', 'electronic-card');
    expect(words((await bench.finish(first)).value)).toBe('ECARD-TEST-0001');
    bench.unit.set('code', 'another-electronic-card');
    expect(words((await bench.finish(second)).value)).toBe('ECARD-TEST-0002');
  });
});

describe('a scanner that can be switched', () => {
  it('is on while somebody reads, and off otherwise', async () => {
    const bench = await scannerBench('triggered');
    expect(bench.scanner.status.scanner).toBe('off');
    expect(bench.unit.describe().holds[1]).toBe('switched off');
    const reading = bench.scanner.read({ timeoutMs: 10_000 });
    await bench.clock.advance(10);
    expect(bench.unit.describe().holds[1]).toBe('looking');
    bench.unit.set('code', 'electronic-card');
    await bench.finish(reading);
    await bench.clock.advance(10);
    expect(bench.unit.describe().holds[1]).toBe('switched off');
    expect(bench.statuses).toEqual(['online off', 'online on', 'online off']);
  });

  it('that a program left on when it died is off when the next one has opened it', async () => {
    const bench = await scannerBench('triggered');
    await bench.scanner.close();
    await bench.line.host.open();
    await bench.line.host.write(Uint8Array.of(0x16, 0x54, 0x0d));
    await bench.clock.advance(10);
    expect(bench.unit.describe().holds[1]).toBe('looking');
    await bench.finish(bench.scanner.open());
    await bench.clock.advance(10);
    expect(bench.unit.describe().holds[1]).toBe('switched off');
  });

  it('reads what is before it already when it is switched on', async () => {
    const bench = await scannerBench('triggered');
    bench.unit.set('code', 'electronic-card');
    await bench.clock.advance(5_000);
    const { value, ms } = await bench.finish(bench.scanner.read({ timeoutMs: 10_000 }));
    expect(words(value)).toBe('ECARD-TEST-0001');
    expect(ms).toBeLessThan(200);
  });
});

describe('the characters of a code', () => {
  it('may be written in GB 18030', async () => {
    const bench = await scannerBench('hid-pos', 'gb18030');
    expect(words((await bench.read('gbk')).value)).toBe('样本');
  });

  it('that are none are a spoiled code', async () => {
    const bench = await scannerBench('hid-pos');
    expect((await bench.read('gbk')).value).toMatchObject({
      error: { errorCode: 'barcodeInvalid', description: '4 bytes that are no utf-8', outcome: 'notDone' },
    });
  });
});
