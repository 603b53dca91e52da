import { expect, it } from 'vitest';
import { decodeKrCu } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const decode = (name: string) =>
  decodeKrCu(Uint8Array.from(Buffer.from(vectors.find((one) => one.name === name)?.hex ?? '', 'hex')));

it.each([
  ['unlock.15', { kind: 'unlock', board: 0, lock: 15 }],
  ['state.closed', { kind: 'state', board: 0, infrared: [6] }],
])('explains %s', (name, value) => {
  expect(decode(name)).toMatchObject({ ok: true, value });
});

it('a hook that is out is missing among those that are in', () => {
  const open = decode('state.open7');
  expect(open.ok && (open.value as { hooks: number[] }).hooks).toEqual([
    0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ]);
});

it('says what is wrong', () => {
  expect(decode('bad.sum')).toMatchObject({ ok: false, error: expect.stringContaining('sum is') });
});
