import { describe, expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { configDirectory, peopleFile } from '../test-server.ts';
import { type Faults, faultSettings, relationsWithFaults } from './faults.ts';
import { loadPeople } from './people.ts';
import { createRelationOffice, loadRelations } from './relation-office.ts';

const people = loadPeople(peopleFile);
const relations = loadRelations(`${configDirectory}/sandbox/relations.yaml`);
const personOf = (key: string) => {
  const found = [...people.values()].find((one) => one.key === key);
  if (found === undefined) throw new Error(`nobody is called ${key}`);
  return found;
};

function office(instant: string, faults: Partial<Faults> = {}) {
  const clock = new VirtualClock(Date.parse(instant));
  const settings = { ...faultSettings.parse({}), ...faults };
  const register = relationsWithFaults(
    createRelationOffice({ clock, people, relations, faults: settings }),
    settings,
    clock,
  );
  const between = (agent: string, principal: string, itemCode = 'SIN-PRT-001') => {
    const { name, idNumber } = personOf(agent);
    return register.between(
      new Sensitive({ name, idNumber }, 'the agent'),
      new Sensitive(personOf(principal).idNumber, 'the principal'),
      itemCode,
    );
  };
  return { clock, register, between };
}
async function found(
  agent: string,
  principal: string,
  instant = '2026-11-22T12:00:00+08:00',
  itemCode?: string,
) {
  const answer = await office(instant).between(agent, principal, itemCode);
  if (!answer.ok || answer.value.between === null) throw new Error('nothing between them');
  return answer.value.between;
}

describe('who is what to whom', () => {
  test.each([
    ['gaps-and-owed-months', 'not-insured', ['spouse']],
    ['not-insured', 'gaps-and-owed-months', ['spouse']],
    ['specimen-b', 'over-eighty', ['parent']],
    ['over-eighty', 'specimen-b', ['child']],
    ['not-insured', 'child-of-ten', ['child']],
    ['resident-worker', 'resident-elder', ['ward']],
    // Not the other way round.
    ['resident-elder', 'resident-worker', []],
    // No grandchildren: the law asks for more than blood.
    ['over-eighty', 'young-employee', []],
    ['specimen-a', 'resident-elder', []],
  ])('to %s, %s is %j', async (agent, principal, registered) => {
    expect((await found(agent, principal)).registered).toEqual(registered);
  });

  test.each([
    ['2002-02-01', []],
    ['2002-02-02', ['spouse']],
    ['2019-09-08', ['spouse']],
    ['2019-09-09', []],
  ])('a marriage is one from its first day until the day of its end: %s', async (day, registered) => {
    const between = await found('resident-worker', 'without-phone', `${day}T12:00:00+08:00`);
    expect(between.registered).toEqual(registered);
  });

  test.each([
    ['2020-04-30', []],
    ['2020-05-01', ['ward']],
    ['2025-04-30', ['ward']],
    ['2025-05-01', []],
  ])('a guardian is one from the first day until the day of the end: %s', async (day, registered) => {
    const between = await found('resident-worker', 'without-phone', `${day}T12:00:00+08:00`);
    expect(between.registered).toEqual(registered);
  });

  test.each([
    ['2026-02-28T23:59:59+08:00', false],
    ['2026-03-01T00:00:00+08:00', true],
  ])('somebody is dead from the day of death: %s', async (instant, deceased) => {
    expect((await found('specimen-b', 'who-has-died', instant)).deceased).toBe(deceased);
  });

  test('of a number that nobody has nothing is known', async () => {
    const { name, idNumber } = personOf('specimen-a');
    const asked = await office('2026-11-22T12:00:00+08:00').register.between(
      new Sensitive({ name, idNumber }, 'the agent'),
      new Sensitive('445202198505050051', 'unknown'),
      'SIN-PRT-001',
    );
    expect(asked).toEqual({ ok: true, value: { asOf: '2026-11-22', between: null } });
  });
});

describe('an authorisation', () => {
  test.each([
    ['2026-06-30T23:59:59+08:00', 'held'],
    ['2026-07-01T00:00:00+08:00', 'expired'],
  ])('is good through its last day: %s', async (instant, state) => {
    expect((await found('specimen-a', 'specimen-b', instant)).authorisation).toEqual({
      state,
      validUntil: '2026-06-30',
    });
  });

  test.each([
    ['2026-08-31T12:00:00+08:00', 'held'],
    ['2026-09-01T00:00:00+08:00', 'withdrawn'],
  ])('is over on the day on which it is withdrawn: %s', async (instant, state) => {
    expect((await found('specimen-a', 'rare-character', instant)).authorisation?.state).toBe(state);
  });

  test('does not count before its first day, in another direction, for another matter', async () => {
    const noon = '2026-11-22T12:00:00+08:00';
    expect((await found('specimen-a', 'specimen-b', '2024-12-31T12:00:00+08:00')).authorisation).toBeNull();
    expect((await found('over-eighty', 'specimen-b')).authorisation).toBeNull();
    expect((await found('rare-character', 'young-employee', noon, 'MED-QRY-001')).authorisation).toEqual({
      state: 'held',
      validUntil: '2028-12-31',
    });
    expect((await found('rare-character', 'young-employee', noon, 'SSC-REG-001')).authorisation).toBeNull();
  });
});

describe('on a bad day', () => {
  const noon = '2026-11-22T12:00:00+08:00';
  test('it does not answer', async () => {
    const answer = await office(noon, { relationsFailing: true }).between('specimen-b', 'over-eighty');
    expect(answer).toEqual({ ok: false, error: 'unavailable' });
  });

  test('it is slow', async () => {
    const { clock, between } = office(noon, { relationsDelayMs: 5_000 });
    let answered = false;
    const asking = between('specimen-b', 'over-eighty').then(() => {
      answered = true;
    });
    await clock.advance(4_999);
    expect(answered).toBe(false);
    await clock.advance(1);
    await asking;
    expect(answered).toBe(true);
  });

  test('it is behind, says of which day it speaks, and knows nothing of what came later', async () => {
    const answer = await office(noon, { relationsStaleDays: 90 }).between('specimen-a', 'rare-character');
    expect(answer).toMatchObject({
      value: { asOf: '2026-08-24', between: { authorisation: { state: 'held' } } },
    });
  });
});

test('everybody in it is somebody whom the sandbox knows', () => {
  const { marriages, children, authorisations } = relations;
  const named = [
    ...marriages.flatMap(({ spouses }) => spouses),
    ...children.flatMap(({ child, parents }) => [child, ...parents]),
    ...authorisations.flatMap(({ by, to }) => [by, to]),
  ];
  for (const key of named) expect(() => personOf(key)).not.toThrow();
});
