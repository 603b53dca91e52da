import { expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { configDirectory, people, peopleFile } from '../test-server.ts';
import { faultSettings } from './faults.ts';
import { createLicenceOffice, loadLicences } from './licence-office.ts';
import { loadPeople } from './people.ts';

const licences = loadLicences(`${configDirectory}/sandbox/licences.yaml`);
const known = loadPeople(peopleFile);

async function stateAt(instant: string) {
  const clock = new VirtualClock(Date.parse(instant));
  const office = createLicenceOffice({ clock, people: known, licences, faults: faultSettings.parse({}) });
  const person = new Sensitive(people.alsoInsured, 'somebody');
  const found = await office.of({ person, companyCode: null }, ['photo']);
  return found.ok ? found.value.map(({ state }) => state) : found.error;
}

// Her photo is good until 22 November 2026, by the clock of China.
test.each([
  ['2026-11-22T23:59:59.999+08:00', 'valid'],
  ['2026-11-23T00:00:00.000+08:00', 'expired'],
])('an e-licence is good through its last day: %s', async (instant, state) => {
  expect(await stateAt(instant)).toEqual([state]);
});

test('every holder is somebody whom the sandbox knows', () => {
  const keys = new Set([...known.values()].map(({ key }) => key));
  for (const { holder } of licences) if (!/^[0-9A-Z]{18}$/.test(holder)) expect(keys).toContain(holder);
});
