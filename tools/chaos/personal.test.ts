import { expect, it } from 'vitest';
import type { View } from '../../src-shared/view.ts';
import { personNumber } from './centre.ts';
import { personalIn } from './personal.ts';

const person = personNumber(12);
const views = (...texts: string[]) => [{ screen: { kind: 'attract' }, texts }] as unknown as View[];

it.each([
  ['the name', person.name],
  ['the number', person.idNumber],
  ['the number, masked', '445202**********1X'],
  ['the name, masked', '样**'],
  ['the phone', person.phone],
])('finds %s', (_, shown) => {
  expect(personalIn(views('样本市政务服务中心', shown), person)).not.toEqual([]);
});

it('finds nothing in what is nobody’s', () => {
  expect(personalIn(views('样本市政务服务中心', '0001', '12345'), person)).toEqual([]);
});
