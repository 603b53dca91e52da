import { describe, expect, test } from 'vitest';
import { weakPin } from './weak-pin.ts';

const born1950 = '44520219500318001X';

describe('a PIN that nobody may choose', () => {
  test.each([
    ['123456', 'initial'],
    ['000000', 'sameDigits'],
    ['888888', 'sameDigits'],
    ['012345', 'run'],
    ['456789', 'run'],
    ['890123', 'run'],
    ['654321', 'run'],
    ['109876', 'run'],
    ['500318', 'birthDate'],
    ['195003', 'birthDate'],
    ['180350', 'birthDate'],
    ['031850', 'birthDate'],
    ['318001', 'idTail'],
  ])('%s: %s', (pin, why) => expect(weakPin(pin, born1950)).toBe(why));

  test('the tail of a number without a letter', () => {
    expect(weakPin('060029', '445202196006060029')).toBe('idTail');
    expect(weakPin('606002', '445202196006060029')).toBe('idTail');
  });

  test('the birth date of a card with fifteen characters', () => {
    expect(weakPin('850202', 'UTO445850202225')).toBe('birthDate');
  });
});

test.each(['112233', '135790', '506318', '123457', '234561', '950318'])('%s is good', (pin) =>
  expect(weakPin(pin, born1950)).toBeNull(),
);
