import { expect, test } from 'vitest';
import { educationHealth } from './education-health.ts';
import type { ItemHandler } from './handler.ts';
import { allText, ask, documentOf, outcomeOf, sheetOf } from './test-question.ts';

const of = (code: string) => educationHealth[code] as ItemHandler;
const keys = Array.from({ length: 12 }, (_, index) => `somebody-${index}`);
const found = (one: unknown) => !allText(one).includes('nothingFound');

test('EHJ-QRY-001: the total is the sum of the marks; none of who is over 45', async () => {
  const results = async (idNumber: string) =>
    Promise.all(
      keys.map(async (key) =>
        of('EHJ-QRY-001').query?.(ask({ person: { key, idNumber }, answers: { ticket: '123456789' } })),
      ),
    );
  const young = await results('445202200506010029');
  expect(young.some(found) && !young.every(found)).toBe(true);
  const { sections } = sheetOf(young.find(found));
  const [table] = sections;
  if (table?.kind !== 'table') throw new Error('no marks');
  const marks = table.rows.map((row) => Number(row[1]));
  expect(marks.at(-1)).toBe(marks.slice(0, -1).reduce((sum, mark) => sum + mark, 0));
  // 45 on the day still has one, 46 has not.
  expect((await results('445202198011270029')).some(found)).toBe(true);
  expect((await results('445202198011260029')).some(found)).toBe(false);
});

test('EHJ-QRY-002: by the number of the licence', async () => {
  const asked = async (licence: string) =>
    of('EHJ-QRY-002').query?.(ask({ person: null, answers: { licence } }));
  expect(allText(sheetOf(await asked('210445200000003')))).toContain('注册护士');
  expect(outcomeOf(await asked('000000000000000')).kind).toBe('nothingFound');
});

test('EHJ-PRT-001: kept here, or not', async () => {
  const all = await Promise.all(
    keys.map(async (key) => of('EHJ-PRT-001').document?.(ask({ person: { key } }))),
  );
  expect(all.some(found) && !all.every(found)).toBe(true);
  expect(documentOf(all.find(found)).title).toContain('存档证明');
});

test('EHJ-RPT-001: within seven working days, and where to call before', async () => {
  const said = outcomeOf(await of('EHJ-RPT-001').submit?.(ask()));
  expect(said).toMatchObject({ kind: 'accepted', workdays: 7 });
  expect(allText(said)).toContain('12348');
});
