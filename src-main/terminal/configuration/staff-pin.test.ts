import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { hashStaffPin, staffPinHash, verifyStaffPin } from './staff-pin.ts';

test('a PIN is known again by its hash at the sign-in, and no other is', async () => {
  const hash = await hashStaffPin('24681357');
  expect(hash).toMatch(staffPinHash);
  expect(await verifyStaffPin('24681357', hash)).toBe(true);
  expect(await verifyStaffPin('24681358', hash)).toBe(false);
});

test('the same PIN on two machines has two hashes', async () => {
  expect(await hashStaffPin('24681357')).not.toBe(await hashStaffPin('24681357'));
});

test('a hash that stands in a configuration stays good', async () => {
  expect(await hashStaffPin('123456', Buffer.alloc(16, 7))).toBe(
    '07070707070707070707070707070707:3619ad14ca5181fee5bc2caa7919c07c9281d14111d0365320dd99f46a35c521',
  );
});

test('the shipped configuration opens with the specimen PIN that it names', async () => {
  const shipped = readFileSync('config/terminal.yaml', 'utf8');
  const [, pin = ''] = /specimen PIN (\d+)/.exec(shipped) ?? [];
  const [, hash = ''] = /pinScrypt: '([^']+)'/.exec(shipped) ?? [];
  expect(await verifyStaffPin(pin, hash)).toBe(true);
});
