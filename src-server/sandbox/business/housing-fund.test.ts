import { expect, test } from 'vitest';
import { formatYuan } from '../../../src-shared/money.ts';
import type { Answers } from '../../../src-shared/service/field.ts';
import type { ItemHandler } from './handler.ts';
import { housingFund } from './housing-fund.ts';
import { allText, ask, documentOf, filed, outcomeOf, sheetOf } from './test-question.ts';

type Asked = Parameters<typeof ask>[0];
const of = (code: string) => housingFund[code] as ItemHandler;
const query = async (code: string, asked: Asked) => of(code).query?.(ask(asked));
const submit = async (code: string, asked: Asked) => outcomeOf(await of(code).submit?.(ask(asked)));
const kindOf = async (code: string, asked: Asked) => (await submit(code, asked)).kind;
const none = { insured: 'none' } as const;
const worker = { key: 'worker', sex: 'male', idNumber: '445202198808080010' } as const;
const retired = { key: 'retired', sex: 'male', idNumber: '445202195001010010' } as const;

async function balanceOf(asked: Asked): Promise<number> {
  const { sections } = sheetOf(await query('HPF-QRY-001', { ...asked, answers: { year: '2026' } }));
  const [top] = sections;
  if (top?.kind !== 'fields') throw new Error('no balance');
  return Math.round(Number(String(top.rows[0]?.value).replace(/[¥,]/g, '')) * 100);
}

test('HPF-QRY-001: what was withdrawn is off the balance; nobody without an account', async () => {
  const before = await balanceOf({ person: worker });
  expect(before).toBeGreaterThan(0);
  const rent = [filed('HPF-DCL-001', { from: '2026-09', to: '2026-10', amount: '123400' })];
  expect(await balanceOf({ person: worker, filed: rent })).toBe(before - 123_400);
  expect(await balanceOf({ person: worker, filed: [...rent, filed('HPF-DCL-002')] })).toBe(0);
  expect(outcomeOf(await query('HPF-QRY-001', { person: none, answers: { year: '2026' } })).kind).toBe(
    'nothingFound',
  );
});

test('HPF-QRY-002: the year ahead of a loan, and no loan', async () => {
  const all = await Promise.all(
    ['specimen-a', 'over-eighty', 'specimen-b'].map(async (key) => query('HPF-QRY-002', { person: { key } })),
  );
  const [loan, ...others] = all.filter((one) => allText(one).includes('剩余本金'));
  const { sections } = sheetOf(loan);
  expect(sections.find(({ kind }) => kind === 'table')).toMatchObject({ rows: { length: 12 } });
  expect(others.length).toBeLessThan(all.length - 1);
  expect(outcomeOf(await query('HPF-QRY-002', { person: none })).kind).toBe('nothingFound');
});

test('HPF-QRY-003: the loan and its interest make up the whole', async () => {
  const answers = { amount: '30000000', years: '20', rate: '285' };
  const { sections } = sheetOf(await query('HPF-QRY-003', { person: null, answers }));
  const [fields] = sections;
  if (fields?.kind !== 'fields') throw new Error('no fields');
  const fen = (index: number) =>
    Math.round(Number(String(fields.rows[index]?.value).replace(/[¥,]/g, '')) * 100);
  expect(fen(4)).toBe(30_000_000 + fen(3));
});

test('HPF-QRY-004: the outlets of an area', async () => {
  expect(allText(await query('HPF-QRY-004', { person: null, answers: { area: 'new' } }))).toContain(
    '样本新区办事处',
  );
});

test('HPF-PRT-001 and 002: figures and capitals; nobody without an account', async () => {
  const drawn = async (code: string, asked: Asked) => of(code).document?.(ask(asked));
  const paper = documentOf(await drawn('HPF-PRT-001', { person: worker, answers: { purpose: 'loan' } }));
  expect(allText(paper)).toContain('人民币');
  expect(allText(paper)).toContain(formatYuan(await balanceOf({ person: worker })));
  const away = { person: worker, answers: { city: 'shenzhen' } };
  expect(allText(documentOf(await drawn('HPF-PRT-002', away)))).toContain('深圳市');
  for (const code of ['HPF-PRT-001', 'HPF-PRT-002'])
    expect(outcomeOf(await drawn(code, { person: none, answers: {} })).kind).toBe('nothingFound');
});

const rent = (over: Answers = {}): Answers => ({
  from: '2026-09',
  to: '2026-11',
  amount: '450000',
  account: 'card',
  ...over,
});

test('HPF-DCL-001: up to 1500 yuan a month, and not a fen more', async () => {
  const kind = (over: Answers) => kindOf('HPF-DCL-001', { person: worker, answers: rent(over) });
  expect(await kind({})).toBe('accepted');
  expect(await kind({ amount: '450001' })).toBe('corrections');
  expect(await kind({ from: '2026-11', amount: '150000' })).toBe('accepted');
  expect(await kind({ from: '2026-11', amount: '150001' })).toBe('corrections');
  expect(await kind({ account: 'bank', cardNumber: '6222020000000001' })).toBe('corrections');
  expect(await kindOf('HPF-DCL-001', { person: none, answers: rent() })).toBe('refused');
});

test('HPF-DCL-001: the whole balance, and not a fen more', async () => {
  const left = 100_000;
  const spent = (await balanceOf({ person: worker })) - left;
  const before = [filed('HPF-DCL-001', { from: '2020-01', to: '2020-12', amount: String(spent) })];
  const kind = (amount: number) =>
    kindOf('HPF-DCL-001', { person: worker, answers: rent({ amount: String(amount) }), filed: before });
  expect(await kind(left)).toBe('accepted');
  expect(await kind(left + 1)).toBe('corrections');
});

test.each([
  ['2026-06', '2026-08', 'accepted'],
  ['2026-06', '2026-09', 'refused'],
  ['2026-10', '2026-10', 'refused'],
  ['2026-11', '2026-12', 'refused'],
  ['2026-12', '2026-12', 'accepted'],
])('HPF-DCL-001: no month is paid for twice (%s to %s before: %s)', async (from, to, kind) => {
  const before = [filed('HPF-DCL-001', rent({ from, to, amount: '10000' }))];
  expect(await kindOf('HPF-DCL-001', { person: worker, answers: rent(), filed: before })).toBe(kind);
});

test('an account that was emptied on retirement pays no rent, nor is it emptied twice', async () => {
  const before = [filed('HPF-DCL-002', { account: 'card' })];
  expect(await kindOf('HPF-DCL-001', { person: retired, answers: rent(), filed: before })).toBe('refused');
  expect(await kindOf('HPF-DCL-002', { person: retired, answers: { account: 'card' }, filed: before })).toBe(
    'refused',
  );
});

test('HPF-DCL-002: what is left after rent goes to who has retired; to nobody before', async () => {
  const answers = { account: 'card' };
  const before = [filed('HPF-DCL-001', { from: '2026-01', to: '2026-01', amount: '150000' })];
  const said = await submit('HPF-DCL-002', { person: retired, answers, filed: before });
  expect(said.kind).toBe('accepted');
  expect(allText(said)).toContain(formatYuan(await balanceOf({ person: retired, filed: before })));
  expect(await kindOf('HPF-DCL-002', { person: worker, answers })).toBe('refused');
  expect(await kindOf('HPF-DCL-002', { person: { ...retired, ...none }, answers })).toBe('refused');
  const wrong = { account: 'bank', cardNumber: '6222020000000001' };
  expect(await kindOf('HPF-DCL-002', { person: retired, answers: wrong })).toBe('corrections');
});
