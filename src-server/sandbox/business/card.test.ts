import { expect, test } from 'vitest';
import { card } from './card.ts';
import { allText, ask, filed, outcomeOf } from './test-question.ts';

type Asked = Parameters<typeof ask>[0];
const submit = async (code: string, asked: Asked = {}) => outcomeOf(await card[code]?.submit?.(ask(asked)));
const cardState = async (asked: Asked = {}) => {
  const assessed = await card['SSC-REG-004']?.assess?.(ask(asked), []);
  return assessed?.facts.find(({ name }) => name === 'cardState')?.value;
};
const loss = (kind: 'temporary' | 'formal', submittedAt = '2026-11-20T02:00:00.000Z') =>
  filed('SSC-REG-001', { loss: kind }, { submittedAt });
const lifted = filed('SSC-REG-002', {}, { submittedAt: '2026-11-21T02:00:00.000Z' });

test.each<[string, Asked, string]>([
  ['in use', {}, 'valid'],
  ['on the register as lost', { person: { socialSecurityCard: 'lost' } }, 'lost'],
  ['reported formally, long ago', { filed: [loss('formal', '2025-01-01T02:00:00.000Z')] }, 'lost'],
  ['reported for 15 days, on the last of them', { filed: [loss('temporary')], today: '2026-12-05' }, 'lost'],
  ['and on the day after', { filed: [loss('temporary')], today: '2026-12-06' }, 'valid'],
  ['found again', { filed: [loss('formal'), lifted] }, 'valid'],
  ['on the register as lost, found', { person: { socialSecurityCard: 'lost' }, filed: [lifted] }, 'valid'],
  [
    'lost once more after that',
    { filed: [loss('formal'), lifted, loss('temporary', '2026-11-22T02:00:00.000Z')] },
    'lost',
  ],
  ['replaced', { filed: [loss('formal'), filed('SSC-DCL-002', { reason: 'lost' })] }, 'cancelled'],
  ['a new one for an old one is ordered', { filed: [filed('SSC-DCL-002', { reason: 'old' })] }, 'valid'],
])('a card %s', async (_, asked, state) => {
  expect(await cardState(asked)).toBe(state);
});

test('the late evening of China is its own day: 15 days are counted there', async () => {
  // 1 o'clock on the 21st there.
  const late = loss('temporary', '2026-11-20T17:00:00.000Z');
  expect(await cardState({ filed: [late], today: '2026-12-06' })).toBe('lost');
  expect(await cardState({ filed: [late], today: '2026-12-07' })).toBe('valid');
});

test('a report is lifted where there is one, and no new card was ordered for it', async () => {
  expect((await submit('SSC-REG-002', { filed: [loss('formal')] })).kind).toBe('done');
  expect((await submit('SSC-REG-002')).kind).toBe('refused');
  expect((await submit('SSC-REG-002', { filed: [loss('formal'), lifted] })).kind).toBe('refused');
  const ordered = filed('SSC-DCL-002', { reason: 'lost' }, { submittedAt: '2026-11-01T00:00:00.000Z' });
  const late = await submit('SSC-REG-002', { filed: [ordered, loss('formal')] });
  expect(late.kind).toBe('refused');
  expect(allText(late)).toContain('旧卡不能再用');
});

test('a new card is activated once, and only one that is not lost', async () => {
  const person = { key: 'gaps-and-owed-months' };
  expect((await submit('SSC-REG-005', { person })).kind).toBe('done');
  expect((await submit('SSC-REG-005', { person, filed: [filed('SSC-REG-005')] })).kind).toBe('refused');
  expect((await submit('SSC-REG-005', { person: { key: 'specimen-b' } })).kind).toBe('refused');
  expect((await submit('SSC-REG-005', { person, filed: [loss('temporary')] })).kind).toBe('refused');
  expect((await submit('SSC-REG-005', { person: { ...person, insured: 'none' } })).kind).toBe('refused');
});

test('what was activated is shown so', async () => {
  const person = { key: 'gaps-and-owed-months' };
  const shown = async (asked: Asked) => allText(await card['SSC-QRY-001']?.query?.(ask(asked)));
  expect(await shown({ person })).toContain('未启用');
  expect(await shown({ person, filed: [filed('SSC-REG-005')] })).toContain('"已启用"');
});

test('one lost by the register alone is said to be so, without a day on which that ends', async () => {
  const shown = allText(await card['SSC-QRY-001']?.query?.(ask({ person: { socialSecurityCard: 'lost' } })));
  expect(shown).toContain('正式挂失');
});

test('a balance is of an account that is on, of a card that is not lost, and always said to be invented', async () => {
  const balance = async (asked: Asked) => card['SSC-QRY-002']?.query?.(ask(asked));
  const state = async (asked: Asked) => allText(await card['SSC-QRY-001']?.query?.(ask(asked)));
  const keys = Array.from({ length: 20 }, (_, index) => `person-${index}`);
  const found = await Promise.all(
    keys.map(async (key) => ({ key, answer: await balance({ person: { key } }) })),
  );
  const [on, off] = [
    found.filter(({ answer }) => answer !== undefined && 'sections' in answer),
    found.filter(({ answer }) => answer !== undefined && 'kind' in answer),
  ];
  expect(on.length).toBeGreaterThan(0);
  expect(off.length).toBeGreaterThan(0);
  for (const { key, answer } of on) {
    expect(allText(answer)).toMatch(/"¥[\d,]+\.\d\d"/);
    expect(allText(answer)).toContain('样张');
    // The two items never say different things of one account.
    expect(await state({ person: { key } })).toContain('"已激活"');
    expect(outcomeOf(await balance({ person: { key }, filed: [loss('temporary')] })).kind).toBe('refused');
    expect(await balance({ person: { key }, filed: [loss('formal'), lifted] })).toEqual(answer);
    const ordered = [filed('SSC-DCL-002', { reason: 'lost' })];
    expect(allText(await balance({ person: { key }, filed: ordered }))).toContain('旧卡不能再用');
  }
  for (const { key, answer } of off) {
    expect(outcomeOf(answer)).toMatchObject({
      kind: 'refused',
      remedy: { zh: expect.stringContaining('银行') },
    });
    expect(await state({ person: { key } })).toContain('"未激活"');
  }
  expect(outcomeOf(await balance({ person: { insured: 'none' } })).kind).toBe('nothingFound');
});
