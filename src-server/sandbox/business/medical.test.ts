import { expect, test } from 'vitest';
import type { Answers } from '../../../src-shared/service/field.ts';
import type { ItemHandler } from './handler.ts';
import { medical } from './medical.ts';
import { allText, ask, documentOf, filed, offeredBy, outcomeOf, sheetOf } from './test-question.ts';

type Asked = NonNullable<Parameters<typeof ask>[0]>;
const of = (code: string) => medical[code] as ItemHandler;
const query = async (code: string, asked: Asked) => of(code).query?.(ask(asked));
const submit = async (code: string, asked: Asked) => outcomeOf(await of(code).submit?.(ask(asked)));
const kindOf = async (code: string, asked: Asked) => (await submit(code, asked)).kind;
const mother = { key: 'mother', sex: 'female', idNumber: '445202199505050064' } as const;
/** Months of whoever pays with gaps: which ones follows from the key. */
const gaps = { key: 'gaps-and-owed-months', insured: 'partial' } as const;
const enrolled = [filed('MED-REG-001')];
/** Of those in no employees' scheme, one who is no resident either, until enrolled. */
const nobody = { key: 'not-insured', insured: 'none' } as const;

/** A month of this year in which `gaps` has paid for the month before, and one in which not. */
async function monthWhere(stopped: boolean): Promise<string> {
  for (let month = 1; month <= 12; month++) {
    const today = `2026-${String(month).padStart(2, '0')}-15`;
    const found = allText(await query('MED-QRY-001', { person: gaps, today }));
    if (found.includes('暂停') === stopped) return today;
  }
  throw new Error('no such month');
}

test('MED-QRY-001: covered, stopped while nothing is paid, in no scheme', async () => {
  expect(allText(sheetOf(await query('MED-QRY-001', { person: mother })))).toContain('正常享受待遇');
  expect(await monthWhere(true)).not.toBe(await monthWhere(false));
  expect(allText(await query('MED-QRY-001', { person: nobody, filed: enrolled }))).toContain('城乡居民医保');
});

test('MED-QRY-002: what came in and went out adds up; residents have no account', async () => {
  const found = sheetOf(await query('MED-QRY-002', { person: mother, answers: { year: '2026' } }));
  const [fields] = found.sections;
  if (fields?.kind !== 'fields') throw new Error('no fields');
  const [opening = 0, paidIn = 0, spent = 0, left = 0] = fields.rows.map(({ value }) =>
    Math.round(Number(String(value).replace(/[¥,]/g, '')) * 100),
  );
  expect(left).toBe(opening + paidIn - spent);
  expect(left).toBeGreaterThanOrEqual(0);
  const resident = { person: nobody, answers: { year: '2026' } };
  expect(outcomeOf(await query('MED-QRY-002', resident)).kind).toBe('nothingFound');
});

const period = { from: '2025-01', to: '2026-11' };

test('MED-QRY-003: no diagnosis in a list nor among the choices; of one visit when it is asked for', async () => {
  const list = sheetOf(await query('MED-QRY-003', { person: mother, answers: { ...period, show: 'list' } }));
  expect(allText(list)).not.toContain('样本诊断');
  const answers: Answers = { ...period, show: 'one' };
  const offered = offeredBy(await of('MED-QRY-003').options?.(ask({ person: mother, answers }), 'visit'));
  expect(allText(offered)).not.toContain('样本诊断');
  const visit = offered[0]?.value ?? '';
  const one = sheetOf(await query('MED-QRY-003', { person: mother, answers: { ...answers, visit } }));
  expect(allText(one)).toContain('样本诊断');
});

test('MED-QRY-003: no visit of another day, of a day to come, nor of an empty period', async () => {
  const answers: Answers = { ...period, show: 'one', visit: '1999-01-01' };
  expect(outcomeOf(await query('MED-QRY-003', { person: mother, answers })).kind).toBe('nothingFound');
  const ahead = { person: mother, answers: { from: '2026-12', to: '2027-12', show: 'list' } };
  expect(outcomeOf(await query('MED-QRY-003', ahead)).kind).toBe('nothingFound');
  expect(outcomeOf(await of('MED-QRY-003').options?.(ask(ahead), 'visit')).kind).toBe('nothingFound');
});

test('MED-QRY-006 and 007: on record or not; the illness of an approval is not named', async () => {
  const keys = Array.from({ length: 12 }, (_, index) => `somebody-${index}`);
  for (const code of ['MED-QRY-006', 'MED-QRY-007']) {
    const all = await Promise.all(keys.map(async (key) => allText(await query(code, { person: { key } }))));
    expect(all.some((one) => one.includes('nothingFound'))).toBe(true);
    expect(all.some((one) => !one.includes('nothingFound'))).toBe(true);
    expect(allText(all)).not.toContain('样本诊断');
  }
});

test('MED-QRY-004, 005 and 008: what anybody may look up', async () => {
  const asked = (answers: Answers): Asked => ({ person: null, answers });
  expect(allText(await query('MED-QRY-004', asked({ area: 'elsewhere' })))).toContain('跨省直接结算');
  expect(allText(await query('MED-QRY-005', asked({ kind: 'sugar' })))).toContain('二甲双胍');
  const below = sheetOf(await query('MED-QRY-008', asked({ scheme: 'employee', level: '3', cost: '80000' })));
  expect(allText(below)).toContain('"医保支付","en":"Paid by the fund"},"value":"¥0.00"');
});

test('MED-PRT-001: the months of the period, three prints; no benefit while it is stopped', async () => {
  const drawn = async (asked: Asked) => of('MED-PRT-001').document?.(ask(asked));
  const answers = { from: '2026-01', to: '2026-10' };
  const paper = documentOf(await drawn({ person: mother, answers }));
  expect(paper.limit).toBe(3);
  expect(allText(paper)).toContain('"2026-01","2026-10","10","是"');
  const today = await monthWhere(true);
  expect(
    allText(documentOf(await drawn({ person: gaps, answers: { from: '2025-01', to: '2025-12' }, today }))),
  ).toContain('"否"');
  const behind = documentOf(await drawn({ person: mother, answers, staleMonths: 3 }));
  expect(allText(behind)).toContain('"2026-07","7"');
});

test('MED-REG-001: not twice, and not beside an employer', async () => {
  expect(await kindOf('MED-REG-001', { person: mother })).toBe('refused');
  expect(await kindOf('MED-REG-001', { person: nobody, filed: enrolled })).toBe('refused');
  const kinds = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((key) => kindOf('MED-REG-001', { person: { ...nobody, key } })),
  );
  expect(new Set(kinds)).toEqual(new Set(['done', 'refused']));
});

async function facts(asked: Asked, promises: readonly string[] = []) {
  const answers = { area: 'shanghai', kind: 'referral', from: '2026-12-01', to: '2026-12-31' };
  const assessed = await of('MED-REG-002').assess?.(ask({ person: mother, answers, ...asked }), promises);
  expect(assessed?.tableId).toBe('T6');
  return Object.fromEntries((assessed?.facts ?? []).map(({ name, value }) => [name, value]));
}

test('MED-REG-002: facts for table T6', async () => {
  expect(await facts({})).toEqual({
    insurance: 'active',
    areaOpen: true,
    overlapping: false,
    proofGiven: true,
    creditClear: true,
  });
  expect(await facts({}, ['proof'])).toMatchObject({ proofGiven: false });
  expect(await facts({ person: { key: 'rare-character' } })).toMatchObject({ creditClear: false });
  expect(await facts({ person: gaps, today: await monthWhere(true) })).toMatchObject({
    insurance: 'stopped',
  });
  expect(await facts({ person: gaps, today: await monthWhere(false) })).toMatchObject({
    insurance: 'active',
  });
  const away = { area: 'other', from: '2026-12-01', to: '2026-12-31' };
  expect(await facts({ answers: away })).toMatchObject({ areaOpen: false });
  expect(await facts({ person: nobody, filed: enrolled })).toMatchObject({ insurance: 'active' });
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const seen = await Promise.all(keys.map((key) => facts({ person: { ...nobody, key } })));
  expect(seen.some(({ insurance }) => insurance === 'none')).toBe(true);
});

test.each([
  ['2026-11-01', '2026-11-30', 'approved', false],
  ['2026-11-01', '2026-12-01', 'approved', true],
  ['2026-12-31', '2027-01-31', 'acceptedWithPromise', true],
  ['2026-12-10', '2026-12-11', 'approved', true],
  // One that lies wholly ahead is no obstacle, nor is one that waits for a clerk.
  ['2027-01-01', '2027-01-31', 'approved', false],
  ['2026-12-10', '2026-12-11', 'toPerson', false],
] as const)('MED-REG-002: %s to %s, %s: overlaps: %s', async (from, to, kind, overlapping) => {
  const one = filed('MED-REG-002', { from, to });
  const earlier = [{ ...one, outcome: { ...one.outcome, kind } }];
  expect(await facts({ filed: earlier })).toMatchObject({ overlapping });
});

test('MED-REG-002: no decision is a bug', async () => {
  await expect(submit('MED-REG-002', { person: mother })).rejects.toThrow('decision');
});

test('MED-REG-003: from one place to another', async () => {
  const kind = (destination: string) =>
    kindOf('MED-REG-003', { person: mother, answers: { origin: 'here', destination } });
  expect(await kind('guangzhou')).toBe('accepted');
  expect(await kind('here')).toBe('corrections');
});

test('MED-REG-004: blocked once, unblocked once', async () => {
  const kind = (what: string, ...before: string[]) =>
    kindOf('MED-REG-004', {
      person: mother,
      answers: { what },
      filed: before.map((one) => filed('MED-REG-004', { what: one })),
    });
  expect(await kind('report')).toBe('done');
  expect(await kind('report', 'report')).toBe('refused');
  expect(await kind('cancel')).toBe('refused');
  expect(await kind('cancel', 'report')).toBe('done');
  expect(await kind('report', 'report', 'cancel')).toBe('done');
});

test('MED-DCL-001: by the mother, once a birth, with ten months paid', async () => {
  const answers = { born: '2026-06-01', hospital: 'city', account: 'card' };
  const kind = (asked: Asked) => kindOf('MED-DCL-001', { person: mother, answers, ...asked });
  expect(await kind({})).toBe('accepted');
  expect(await kind({ person: { ...mother, sex: 'male' } })).toBe('refused');
  expect(await kind({ person: { ...mother, insured: 'none' } })).toBe('refused');
  expect(await kind({ person: { ...mother, insured: 'partial' } })).toBe('refused');
  expect(await kind({ filed: [filed('MED-DCL-001', answers)] })).toBe('refused');
  expect(await kind({ filed: [filed('MED-DCL-001', { ...answers, born: '2024-01-01' })] })).toBe('accepted');
  const wrong = { ...answers, account: 'bank', cardNumber: '6222020000000001' };
  expect(await kind({ answers: wrong })).toBe('corrections');
});
