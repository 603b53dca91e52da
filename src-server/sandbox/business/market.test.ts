import { expect, test } from 'vitest';
import type { ItemHandler } from './handler.ts';
import { market } from './market.ts';
import { allText, ask, documentOf, filed, outcomeOf } from './test-question.ts';

type Asked = NonNullable<Parameters<typeof ask>[0]>;
const of = (code: string) => market[code] as ItemHandler;
const kindOf = async (code: string, asked: Asked) => outcomeOf(await of(code).submit?.(ask(asked))).kind;
const gone = [filed('MKT-REG-002')];

test('MKT-REG-001: from the 18th birthday, one to a person', async () => {
  const person = { idNumber: '445202200811260147' };
  expect(await kindOf('MKT-REG-001', { person, today: '2026-11-25' })).toBe('refused');
  expect(await kindOf('MKT-REG-001', { person, today: '2026-11-26' })).toBe('accepted');
  expect(await kindOf('MKT-REG-001', { filed: [filed('MKT-REG-001')] })).toBe('refused');
  const promised = outcomeOf(await of('MKT-REG-001').submit?.(ask({ promises: ['premises'] })));
  expect(allText(promised)).toContain('补齐后发照');
});

test.each([
  ['an individual business', {}, 'settled', [], 'done'],
  ['with open debts', {}, 'open', [], 'refused'],
  ['a company', { kind: 'company' }, 'settled', [], 'refused'],
  ['one that is gone', { state: 'deregistered' }, 'settled', [], 'refused'],
  ['once more', {}, 'settled', gone, 'refused'],
] as const)('MKT-REG-002: %s', async (_, company, debts, before, kind) => {
  expect(await kindOf('MKT-REG-002', { company, answers: { debts }, filed: before })).toBe(kind);
});

test('MKT-PRT-001: original or duplicate; none of a business that was deregistered, of old or here', async () => {
  const drawn = async (asked: Asked) =>
    of('MKT-PRT-001').document?.(ask({ answers: { copy: 'original' }, ...asked }));
  expect(documentOf(await drawn({ company: {} }))).toMatchObject({ title: '营业执照（正本）', limit: 2 });
  expect(documentOf(await drawn({ company: {}, answers: { copy: 'duplicate' } })).title).toContain('副本');
  expect(outcomeOf(await drawn({ company: { state: 'deregistered' } })).kind).toBe('nothingFound');
  expect(outcomeOf(await drawn({ company: {}, filed: gone })).kind).toBe('nothingFound');
});

test.each([
  [{}, [], 'active'],
  [{ state: 'deregistered' }, [], 'cancelled'],
  [{}, gone, 'cancelled'],
] as const)('MKT-RPT-001: the registration for table T8', async (company, before, registration) => {
  const answers = { phone: '13800000000', turnover: '0', taxTotal: '0', licences: 'none', year: '2025' };
  const assessed = await of('MKT-RPT-001').assess?.(ask({ company, answers, filed: before }), []);
  expect(assessed?.facts.find(({ name }) => name === 'registration')?.value).toBe(registration);
});

test('MKT-RPT-001: no decision is a bug', async () => {
  await expect((async () => of('MKT-RPT-001').submit?.(ask({ company: {} })))()).rejects.toThrow('decision');
});

test('MKT-QRY-001: who acts for a company is not in what anybody may read', async () => {
  const company = { ...ask({ company: {} }).company } as NonNullable<
    Awaited<ReturnType<typeof ask>>['company']
  >;
  const found = async (code: string) =>
    of('MKT-QRY-001').query?.(ask({ person: null, answers: { code }, companies: [company] }));
  expect(allText(await found(company.code))).toContain(company.name);
  expect(allText(await found(company.code))).not.toContain(company.legalRepresentative);
  expect(outcomeOf(await found('91445202MA00000ZZ0')).kind).toBe('nothingFound');
});
