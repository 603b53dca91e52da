import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { participation, scheme } from '../../src-shared/certificate/participation.ts';
import { people, peopleFile } from '../test-server.ts';
import { monthsBefore, participationOf } from './contributions.ts';
import { loadPeople, type SandboxPerson } from './people.ts';

const everybody = loadPeople(peopleFile);
const named = (person: { idNumber: string }) => everybody.get(person.idNumber) as SandboxPerson;
const schemes = scheme.options;
const insured = [...everybody.values()].filter((person) => person.insured !== 'none');
const months24 = { schemes, from: '2024-11', to: '2026-10' };

describe('people', () => {
  test('those whom the authority does not know are not there', () => {
    expect(everybody.has(people.unknown.idNumber)).toBe(false);
    expect(everybody.has(people.notInsured.idNumber)).toBe(true);
  });
});

describe('the record', () => {
  test.each(insured.map((person) => [person.key, person] as const))(
    'of %s keeps the contract',
    (_, person) => {
      const record = participationOf(person, months24, '2026-10');
      expect(participation.parse(record)).toEqual(record);
      const numbers = new Set(record.employers.map((employer) => employer.number));
      expect(new Set(record.months.map((month) => month.employerNumber))).toEqual(numbers);
    },
  );

  test('full: every month is paid, a share of its base', () => {
    const { months } = participationOf(named(people.insured), months24, '2026-10');
    expect(months).toHaveLength(24);
    for (const month of months) {
      expect(month.status).toBe('paid');
      const { pension, medical, unemployment } = month;
      if (pension === null || medical === null || unemployment === null)
        throw new Error('a scheme is missing');
      expect(pension.base % 100).toBe(0);
      expect(pension.paid).toBe(Math.round(pension.base * 0.08));
      expect(medical.paid).toBe(Math.round(medical.base * 0.02));
      expect(unemployment.paid).toBe(Math.round(unemployment.base * 0.002));
    }
  });

  test('partial: any 24 months hold gaps, owed months and months made up for', () => {
    for (let back = 0; back < 24; back++) {
      const to = monthsBefore('2026-10', back);
      const range = { schemes, from: monthsBefore(to, 23), to };
      const { months } = participationOf(named(people.gaps), range, '2026-10');
      const count = (status: string) => months.filter((month) => month.status === status).length;
      expect(months.length).toBeLessThan(24);
      expect(count('owed')).toBeGreaterThan(0);
      expect(count('makeUp')).toBeGreaterThan(0);
      for (const month of months.filter((one) => one.status === 'owed')) expect(month.pension?.paid).toBe(0);
    }
  });

  test('a base changes every July and does not fall', () => {
    const range = { schemes, from: '2021-01', to: '2026-10' };
    const { months } = participationOf(named(people.insured), range, '2026-10');
    for (const [index, month] of months.slice(1).entries()) {
      const before = months[index]?.pension?.base ?? 0;
      const changed = month.pension?.base !== before;
      expect(changed).toBe(month.month.endsWith('-07'));
      expect(month.pension?.base ?? 0).toBeGreaterThanOrEqual(before);
    }
  });

  test('does not depend on what else is asked: a longer period says the same of the same month', () => {
    const month = fc.integer({ min: 0, max: 80 }).map((back) => monthsBefore('2026-10', back));
    fc.assert(
      fc.property(month, month, fc.constantFrom(...insured), (one, other, person) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const whole = participationOf(person, { schemes, from: '2014-01', to: '2026-10' }, '2026-10').months;
        const part = participationOf(person, { schemes, from, to }, '2026-10').months;
        expect(part).toEqual(whole.filter((each) => each.month >= from && each.month <= to));
      }),
    );
  });

  test('nothing is booked after the last posted month, and schemes not asked for are not told', () => {
    const range = { schemes: ['medical' as const], from: '2026-01', to: '2026-12' };
    const record = participationOf(named(people.insured), range, '2026-08');
    expect(record.months.at(-1)?.month).toBe('2026-08');
    expect(record.schemes.map((one) => one.scheme)).toEqual(['medical']);
    for (const month of record.months) expect([month.pension, month.unemployment]).toEqual([null, null]);
  });
});

test('months are counted over the ends of years', () => {
  expect(monthsBefore('2026-01', 1)).toBe('2025-12');
  expect(monthsBefore('2026-11', 23)).toBe('2024-12');
  expect(monthsBefore('2026-11', 0)).toBe('2026-11');
});
