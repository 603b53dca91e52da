import { expect, it } from 'vitest';
import { encodeFrame } from './codec.ts';
import { decodeEpp } from './decode.ts';
import { encodeRequest } from './requests.ts';
import vectors from './vectors.json' with { type: 'json' };

const decode = (direction: 'host' | 'device', hex: string, options?: { showPersonalData: boolean }) =>
  decodeEpp(direction, Uint8Array.from(Buffer.from(hex, 'hex')), options);

it.each(vectors.filter(({ protocol }) => protocol === 'epp-generic'))('explains $name', ({ bytes_hex }) => {
  expect(decode('device', bytes_hex)).toEqual({ ok: true, value: { status: expect.any(String) } });
});

it.each([
  ['02013031', { command: 'version' }],
  ['020343000040', { command: 'activateKey', master: 0, work: 0 }],
  ['020635060101001E2B', { command: 'startPin', maximum: 6, mode: 1, seconds: 30 }],
  ['020346013074', { command: 'setParameter', parameter: 'work', value: 0x30 }],
])('explains %s', (hex, value) => {
  expect(decode('host', hex)).toEqual({ ok: true, value });
});

it('masks the account number unless it is asked for', () => {
  const bytes = encodeFrame(encodeRequest({ command: 'account', digits: '687650987678' }));
  expect(decodeEpp('host', bytes)).toEqual({
    ok: true,
    value: { command: 'account', digits: '********7678' },
  });
  expect(decodeEpp('host', bytes, { showPersonalData: true })).toMatchObject({
    value: { digits: '687650987678' },
  });
});

it('shows an encrypted block as it is, and of a key press only its kind', () => {
  expect(decode('device', '020904B4BF8522DFFB6FFB96')).toMatchObject({ ok: false });
  expect(decode('device', '2A')).toEqual({ ok: true, value: { key: 'digit' } });
  expect(decode('device', '37')).toEqual({ ok: true, value: { key: 'clearText' } });
});

it.each([
  ['device', '020104', 'the frame is not complete'],
  ['device', '02010404', 'BCC is 04, computed 05'],
  ['device', '0201040502010405', 'more than one frame'],
  ['device', '0200', 'length 0'],
  ['host', '02019998', 'no command 99'],
  ['host', '03', 'there is no frame'],
  ['host', '2A', 'a stray 2A'],
] as const)('%s %s is refused: %s', (direction, hex, reason) => {
  const decoded = decode(direction, hex);
  expect(decoded.ok).toBe(false);
  if (!decoded.ok) expect(decoded.error).toContain(reason);
});
