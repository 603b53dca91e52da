import { expect, test } from 'vitest';
import type { Filed, ItemHandler } from './handler.ts';
import { readyPapers, serviceHall } from './service-hall.ts';
import { allText, ask, documentOf, filed, offeredBy, outcomeOf, sheetOf } from './test-question.ts';

const of = (code: string) => serviceHall[code] as ItemHandler;
/** Handed in at half past midnight in China, which is the day before by UTC. */
const night = { submittedAt: '2026-11-19T16:30:00.000Z' };

test('HAL-QRY-001: the day of China, also of what was handed in at night; nothing', async () => {
  const question = { ...ask({ filed: [filed('CIV-DCL-003', {}, night)] }), filed: async () => [] };
  const said = allText(sheetOf(await of('HAL-QRY-001').query?.(question)));
  expect(said).toContain('2026-11-20');
  // A number alone tells nobody which matter it is.
  expect(said).toContain('事项CIV-DCL-003');
  expect(outcomeOf(await of('HAL-QRY-001').query?.(ask())).kind).toBe('nothingFound');
});

const material = { zh: '近期证件照', en: 'Recent photo' };
const consequence = { zh: '申请取消', en: 'It is cancelled' };

function owing(dueDate: string, brought: readonly string[] = []) {
  const base = filed('CIV-DCL-003');
  const one = {
    ...base,
    outcome: { ...base.outcome, promises: [{ code: 'photo', material, dueDate, consequence }] },
  };
  const papers = brought.map((paper) => filed('HAL-REG-001', { paper }));
  return (answers = {}, today = '2026-11-26') => ({
    ...ask({ answers, today, filed: [one, ...papers] }),
    // Without a code: all there is.
    filed: async (...codes: readonly string[]) =>
      [one, ...papers].filter(({ itemCode }) => codes.length === 0 || codes.includes(itemCode)),
  });
}
const paper = 'YPSL2026110100001 photo';

test('HAL-REG-001: what was promised is offered until it is brought', async () => {
  const [offered] = offeredBy(await of('HAL-REG-001').options?.(owing('2026-12-01')(), 'paper'));
  expect(offered).toMatchObject({ value: paper, label: material });
  const none = await of('HAL-REG-001').options?.(owing('2026-12-01', [paper])(), 'paper');
  expect(outcomeOf(none).kind).toBe('nothingFound');
});

test('HAL-QRY-001: a matter whose paper did not come in time has lapsed', async () => {
  const said = async (today: string) =>
    allText(sheetOf(await of('HAL-QRY-001').query?.(owing('2026-11-26')({}, today))));
  expect(await said('2026-11-26')).not.toContain('已失效');
  expect(await said('2026-11-27')).toContain('逾期未补，已失效');
});

test('HAL-REG-001: what is too late is not offered', async () => {
  const offered = await of('HAL-REG-001').options?.(owing('2026-11-26')({}, '2026-11-26'), 'paper');
  expect(offeredBy(offered)).toHaveLength(1);
  const late = await of('HAL-REG-001').options?.(owing('2026-11-26')({}, '2026-11-27'), 'paper');
  expect(outcomeOf(late).kind).toBe('nothingFound');
});

test.each([
  ['2026-11-25', 'done'],
  ['2026-11-26', 'done'],
  ['2026-11-27', 'refused'],
])('HAL-REG-001: due on 26 November, brought on %s: %s', async (today, kind) => {
  const said = await of('HAL-REG-001').submit?.(owing('2026-11-26')({ paper }, today));
  expect(outcomeOf(said).kind).toBe(kind);
});

test('HAL-REG-001: a paper that nobody promised', async () => {
  const said = await of('HAL-REG-001').submit?.(owing('2026-12-01')({ paper: 'YPSL2026110100001 other' }));
  expect(outcomeOf(said).kind).toBe('refused');
});

test.each([
  ['identityCard', '居民身份证（电子证照打印件）'],
  ['householdRegister', '居民户口簿（电子证照打印件）'],
])('HAL-PRT-001: %s, for one purpose only', async (licence, title) => {
  const copy = documentOf(await of('HAL-PRT-001').document?.(ask({ answers: { licence, purpose: 'loan' } })));
  expect(copy.title).toBe(title);
  expect(allText(copy)).toContain('仅用于贷款');
});

test('HAL-RPT-001: thanks', async () => {
  expect(outcomeOf(await of('HAL-RPT-001').submit?.(ask({ person: null }))).kind).toBe('done');
});

test.each([
  ['HAL-APT-001', 'city', 4],
  ['HAL-APT-002', 'main', 2],
])('%s: %s has %i places an hour', async (code, hall, seats) => {
  const answers = { hall, day: '2026-11-27', slot: `${hall} 2026-11-27 09:00` };
  const book = async (taken: number) =>
    outcomeOf(
      await of(code).submit?.(
        ask({ answers, others: Array.from({ length: taken }, () => filed(code, answers)) }),
      ),
    );
  expect((await book(seats - 1)).kind).toBe('done');
  expect((await book(seats)).kind).toBe('refused');
});

test('a paper is ready on the day after, where something comes of the matter and nothing is owed to it', () => {
  const numbers = (all: readonly Filed[], today: string) =>
    readyPapers(all, today).map(({ number }) => number);
  const card = filed('CIV-DCL-003');
  expect(numbers([card], '2026-11-01')).toEqual([]);
  expect(numbers([card], '2026-11-02')).toEqual([card.number]);
  expect(numbers([filed('HAL-APT-001')], '2026-11-02')).toEqual([]);
  const refusal = { ...card, outcome: { ...card.outcome, kind: 'refused' as const } };
  expect(numbers([refusal], '2026-11-02')).toEqual([]);
  const promises = [{ code: 'photo', material, dueDate: '2026-12-01', consequence }];
  const owed = { ...card, outcome: { ...card.outcome, promises } };
  expect(numbers([owed], '2026-11-02')).toEqual([]);
  expect(numbers([owed, filed('HAL-REG-001', { paper })], '2026-11-02')).toEqual([card.number]);
});

test('HAL-QRY-001: a matter whose paper is ready says so', async () => {
  const all = [filed('CIV-DCL-003')];
  const said = async (today: string) =>
    allText(sheetOf(await of('HAL-QRY-001').query?.(ask({ today, filed: all }))));
  expect(await said('2026-11-02')).toContain('结果已出');
  expect(await said('2026-11-01')).not.toContain('结果已出');
});
