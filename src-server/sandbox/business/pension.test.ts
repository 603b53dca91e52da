import { expect, test } from 'vitest';
import { benefitMonths } from './employment.ts';
import { insuranceCertificates } from './insurance-certificates.ts';
import { insuranceMatters } from './insurance-matters.ts';
import {
  drawsEmployeePension,
  estimatePension,
  interest,
  pensionPayments,
  requiredMonths,
  residentYears,
} from './pension.ts';
import { socialInsuranceQueries } from './social-insurance.ts';
import { ask, documentOf, filed, outcomeOf, sheetOf } from './test-question.ts';

test.each([
  [2026, 180],
  [2029, 180],
  [2030, 186],
  [2038, 234],
  [2039, 240],
  [2060, 240],
])('who retires in %i needs %i months', (year, months) => expect(requiredMonths(year)).toBe(months));

test.each([
  [11, 0],
  [12, 3],
  [59, 12],
  [60, 18],
  [119, 18],
  [120, 24],
])('%i paid months make %i months of unemployment benefit', (paid, months) =>
  expect(benefitMonths(paid)).toBe(months),
);

test('the estimate: one percent of the mean of both wages a year, and the account over its months', () => {
  // 7,200 yuan, at the average, 20 years, 139,000 yuan in the account, at 60.
  expect(estimatePension(720_000, 100, 240, 13_900_000, 60)).toEqual({
    basic: 144_000,
    account: 100_000,
    total: 244_000,
  });
  expect(estimatePension(720_000, 60, 180, 0, 63).basic).toBe(86_400);
});

const elder = {
  key: 'elder',
  idNumber: '44520219500101001X',
  sex: 'male' as const,
  insured: 'full' as const,
};

test('a pension is drawn from the birthday of the age on', () => {
  const person = { ...elder, name: '样', phone: null, idNumber: '445202196611220018' };
  expect(drawsEmployeePension(person, '2026-11-21')).toBe(false);
  expect(drawsEmployeePension(person, '2026-11-22')).toBe(true);
});

test('payments begin in the month after, and none is of a month to come', () => {
  const person = { ...elder, name: '样', phone: null, idNumber: '445202196611220018' };
  const months = pensionPayments(person, '2026-01', '2027-12', '2027-02-03').map(({ month }) => month);
  expect(months).toEqual(['2026-12', '2027-01', '2027-02']);
});

test('the residents’ scheme takes nothing for years to come, nor after sixty', () => {
  const person = {
    ...elder,
    name: '样',
    phone: null,
    insured: 'none' as const,
    idNumber: '445202196001010129',
  };
  const years = residentYears(person, '2010', '2030', '2026-11-22').map(({ year }) => Number(year));
  expect(Math.min(...years)).toBeGreaterThanOrEqual(2012);
  expect(Math.max(...years)).toBeLessThan(2020);
});

test('the statement of a year adds up: opening, contributions and interest are the closing balance', async () => {
  const paper = documentOf(
    await insuranceCertificates['SIN-PRT-006']?.document?.(ask({ answers: { year: '2024' } })),
  );
  const rows = new Map(
    paper.sections.flatMap((section) => (section.kind === 'fields' ? section.rows : [])) as [
      string,
      string,
    ][],
  );
  const fen = (label: string) => Math.round(Number((rows.get(label) ?? '').replace(/[^\d.]/g, '')) * 100);
  expect(fen('本年利息')).toBe(interest(fen('年初个人账户储存额')));
  expect(fen('年初个人账户储存额') + fen('本年个人缴费') + fen('本年利息')).toBe(fen('年末个人账户储存额'));
  expect(paper.limit).toBe(3);
});

test('who is insured gets no certificate that they are not', async () => {
  const answered = insuranceCertificates['SIN-PRT-002']?.document?.(ask({ answers: { year: '2025' } }));
  expect(outcomeOf(await answered).kind).toBe('nothingFound');
  const other = insuranceCertificates['SIN-PRT-002']?.document?.(
    ask({ person: { insured: 'none' }, answers: { year: '2025' } }),
  );
  expect(documentOf(await other).title).toBe('未参加社会保险证明');
});

test('the thirteenth month without a confirmation stops the pension, the twelfth does not', async () => {
  const query = socialInsuranceQueries['SIN-QRY-006']?.query;
  const at = async (today: string) =>
    JSON.stringify(
      sheetOf(
        await query?.(
          ask({
            today,
            person: { idNumber: '44520219500101001X', sex: 'male' },
            filed: [filed('SIN-RPT-002', {}, { submittedAt: '2025-11-20T02:00:00.000Z' })],
          }),
        ),
      ),
    );
  expect(await at('2026-10-31')).toContain('正常发放');
  expect(await at('2026-11-01')).toContain('已暂停');
});

test('a new account moves the pension after a day, and that of the oldest after a call', async () => {
  const change = insuranceMatters['SIN-REG-005']?.submit;
  const of = async (idNumber: string, answers = { account: 'card' }) =>
    outcomeOf(await change?.(ask({ person: { idNumber, sex: 'male' }, answers, today: '2026-11-22' })));
  expect((await of('44520219500101001X')).kind).toBe('accepted');
  expect((await of('445202194611220016')).kind).toBe('toPerson');
  expect((await of('445202194611230019')).kind).toBe('accepted');
  expect((await of('445202198801010012')).kind).toBe('refused');
  const wrong = { account: 'bank', cardNumber: '6222000000000001' };
  expect((await of('44520219500101001X', wrong)).kind).toBe('corrections');
});

test('flexible enrolment: not twice, not beside an employer, and stopped only where there is one', async () => {
  const [enrol, stop] = [insuranceMatters['SIN-REG-002']?.submit, insuranceMatters['SIN-REG-003']?.submit];
  const worker = { insured: 'none' as const, idNumber: '445202197802020137', sex: 'male' as const };
  const answers = { month: '2026-12' };
  const kind = async (answered: unknown) => outcomeOf(await answered).kind;
  expect(await kind(enrol?.(ask({ person: worker, answers })))).toBe('done');
  expect(await kind(enrol?.(ask({ person: worker, answers, filed: [filed('SIN-REG-002')] })))).toBe(
    'refused',
  );
  expect(await kind(enrol?.(ask({ person: { ...worker, insured: 'full' }, answers })))).toBe('refused');
  expect(await kind(stop?.(ask({ person: worker, answers })))).toBe('refused');
  expect(await kind(stop?.(ask({ person: worker, answers, filed: [filed('SIN-REG-002')] })))).toBe('done');
  const twice = [filed('SIN-REG-002'), filed('SIN-REG-003')];
  expect(await kind(stop?.(ask({ person: worker, answers, filed: twice })))).toBe('refused');
});
