import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeLine,
  encodeStatus,
  LineParser,
  parseLine,
  type Q1,
  shutdownCommand,
  shutdownDelay,
  type UpsMessage,
} from './codec.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const vector = (name: string) => vectors.find((one) => one.name === name)?.text ?? '';

describe('the published lines', () => {
  it('the example of a status', () => {
    const status: Q1 = {
      inputVoltage: 208.4,
      faultVoltage: 140,
      outputVoltage: 208.4,
      load: 34,
      frequency: 59.9,
      batteryVoltage: 2.05,
      temperature: 35,
      flags: {
        mainsFailed: false,
        batteryLow: false,
        bypass: true,
        failed: true,
        standbyType: false,
        testing: false,
        shutdownActive: false,
        beeperOn: false,
      },
    };
    expect(new LineParser().push(bytes(vector('q1.example')))).toEqual([
      { kind: 'message', message: { kind: 'status', status } },
    ]);
    expect(encodeStatus(status, 2)).toEqual(bytes(vector('q1.example')));
  });

  it('a standby unit tells the voltage of the battery', () => {
    const parsed = parseLine(vector('q1.standby').trim());
    if (!parsed.ok || parsed.value.kind !== 'status') throw new Error('no status');
    expect(parsed.value.status).toMatchObject({
      batteryVoltage: 27.5,
      flags: { standbyType: true, beeperOn: true },
    });
    expect(encodeStatus(parsed.value.status, 1)).toEqual(bytes(vector('q1.standby')));
  });

  it('a rating, and an identification, which begins alike', () => {
    expect(parseLine(vector('f.form').trim())).toEqual({
      ok: true,
      value: { kind: 'rating', rating: { voltage: 220, current: 0, batteryVoltage: 24, frequency: 50 } },
    });
    expect(parseLine('#SPECIMEN        UPS-1000   V1.0')).toMatchObject({
      ok: true,
      value: { kind: 'line' },
    });
  });

  it('questions', () => {
    expect(encodeLine('Q1')).toEqual(bytes(vector('q1.request')));
    expect(encodeLine('F')).toEqual(bytes(vector('f.request')));
  });

  it.each(vectors.filter(({ name }) => name.startsWith('bad.')))(
    '$name is no status: $meaning',
    ({ text }) => {
      const [heard] = new LineParser().push(bytes(text));
      expect(heard?.kind === 'message' && heard.message.kind === 'status').toBe(false);
    },
  );

  it('dashes are values that the unit does not have', () => {
    expect(parseLine('(---.- ---.- 223.0 000 49.9 27.5 --.- 00001001')).toMatchObject({
      value: { status: { inputVoltage: null, temperature: null, outputVoltage: 223 } },
    });
  });
});

const tenths = (maximum: number) => fc.integer({ min: 0, max: maximum * 10 }).map((value) => value / 10);
const flag = fc.boolean();
const anyStatus: fc.Arbitrary<Q1> = fc.record({
  inputVoltage: fc.option(tenths(999)),
  faultVoltage: fc.option(tenths(999)),
  outputVoltage: fc.option(tenths(999)),
  load: fc.option(fc.integer({ min: 0, max: 199 })),
  frequency: fc.option(tenths(99)),
  batteryVoltage: fc.option(tenths(99)),
  temperature: fc.option(tenths(99)),
  flags: fc.record({
    mainsFailed: flag,
    batteryLow: flag,
    bypass: flag,
    failed: flag,
    standbyType: flag,
    testing: flag,
    shutdownActive: flag,
    beeperOn: flag,
  }),
});
const message = (status: Q1): UpsMessage => ({ kind: 'status', status });

describe('the parser', () => {
  it('gives back what was written, in any portions', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { maxLength: 4 }), fc.array(fc.nat()), (all, cuts) => {
        const stream = Uint8Array.from(all.flatMap((one) => [...encodeStatus(one, 1)]));
        const parser = new LineParser();
        const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        let from = 0;
        const found = places.flatMap((to) => {
          const heard = parser.push(stream.subarray(from, to));
          from = to;
          return heard;
        });
        expect(found).toEqual(all.map((one) => ({ kind: 'message', message: message(one) })));
        expect(parser.midFrame).toBe(false);
      }),
    );
  });

  it('finds a status behind any garbage, and keeps no more than a line', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), anyStatus, (garbage, status) => {
        const parser = new LineParser();
        parser.push(garbage);
        expect(parser.push(encodeStatus(status, 1)).at(-1)).toEqual({
          kind: 'message',
          message: message(status),
        });
      }),
    );
  });

  it('a line without end is refused, and the next one is read', () => {
    const parser = new LineParser();
    expect(parser.push(bytes('x'.repeat(5_000)))).toEqual([]);
    expect(parser.push(bytes('\rC\r'))).toEqual([
      { kind: 'refused', reason: 'a line without end' },
      { kind: 'message', message: { kind: 'line', text: 'C' } },
    ]);
  });

  it('bytes that are no text are noise', () => {
    expect(new LineParser().push(bytes('\x80\x01\r'))).toEqual([{ kind: 'refused', reason: 'noise' }]);
  });
});

describe('a shutdown', () => {
  it.each([
    [12_000, 'S.2'],
    [12_001, 'S.3'],
    [54_000, 'S.9'],
    [54_001, 'S01'],
    [60_001, 'S02'],
    [600_000, 'S10'],
  ])('in %i ms is ordered with %s, never sooner', (afterMs, command) => {
    expect(shutdownCommand(afterMs)).toBe(command);
    expect(shutdownDelay(command)).toBeGreaterThanOrEqual(afterMs);
  });

  it.each(['S', 'S.1', 'S0', 'S00', 'S11', 'S.22', 'Q1'])('%s orders none', (command) => {
    expect(shutdownDelay(command)).toBeNull();
  });
});
