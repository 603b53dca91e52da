import { expect, it } from 'vitest';
import { decodeMegatec } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const decode = (direction: 'host' | 'device', text: string) =>
  decodeMegatec(direction, Uint8Array.from(Buffer.from(text, 'latin1')));

it.each([
  ['q1.request', { command: 'status' }],
  ['f.request', { command: 'rating' }],
  ['q1.example', { inputVoltage: 208.4, batteryVoltage: 2.05, flags: ['bypass', 'failed'] }],
  ['f.form', { rating: { batteryVoltage: 24 } }],
])('explains %s', (name, value) => {
  const { direction, text = '' } = vectors.find((one) => one.name === name) ?? {};
  expect(decode(direction as 'host' | 'device', text)).toMatchObject({ ok: true, value });
});

it('explains orders and lines that come back', () => {
  expect(decode('host', 'S.3\r')).toEqual({ ok: true, value: { command: 'shutdown', afterMs: 18_000 } });
  expect(decode('host', 'C')).toEqual({ ok: true, value: { command: 'cancelShutdown' } });
  expect(decode('device', 'F\r')).toEqual({ ok: true, value: { text: 'F' } });
});

it.each([
  ['host', 'XYZ\r', 'no command'],
  ['host', 'toString', 'no command'],
  ['host', 'Q1\rQ1\r', 'more than one line'],
  ['device', '(1 2 3\r', '3 fields'],
  ['device', '\x00\x01\r', 'noise'],
  ['device', '', 'noise'],
] as const)('%s %j is refused: %s', (direction, text, reason) => {
  expect(decode(direction, text)).toEqual({ ok: false, error: expect.stringContaining(reason) });
});
