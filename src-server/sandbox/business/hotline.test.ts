import { expect, test } from 'vitest';
import type { ItemHandler } from './handler.ts';
import { hotline } from './hotline.ts';
import { done } from './outcomes.ts';
import { allText, ask, filed, outcomeOf, sheetOf } from './test-question.ts';

const of = (code: string) => hotline[code] as ItemHandler;

test.each([
  ['HOT-RPT-001', 5],
  ['HOT-RPT-003', 1],
  ['HOT-RPT-004', 10],
  ['HOT-RPT-005', 5],
])('%s is answered within %i working days', async (code, workdays) => {
  expect(outcomeOf(await of(code).submit?.(ask({ person: null })))).toMatchObject({
    kind: 'accepted',
    workdays,
  });
});

test('HOT-RPT-002: who is in danger reads the numbers first, and that nobody is sent from here', async () => {
  const said = outcomeOf(
    await of('HOT-RPT-002').submit?.(ask({ person: null, answers: { urgency: 'danger' } })),
  );
  for (const number of ['110', '120', '119']) {
    expect(said.sentences[0]?.zh).toContain(number);
    expect(said.sentences[0]?.en).toContain(number);
  }
  expect(said.workdays).toBe(0);
  expect(allText(said)).toContain('不会有人因此出动');
});

test('HOT-RPT-002: help without danger is a request like others', async () => {
  const said = await of('HOT-RPT-002').submit?.(ask({ person: null, answers: { urgency: 'need' } }));
  expect(outcomeOf(said)).toMatchObject({ kind: 'accepted', workdays: 3 });
});

/** Handed in at half past midnight of Friday 20 November 2026 in China, which is Thursday by UTC. */
const outcome = { ...done([{ zh: '已登记', en: 'Taken down' }]), kind: 'accepted' as const, workdays: 5 };
const ticket = filed('HOT-RPT-001', {}, { submittedAt: '2026-11-19T16:30:00.000Z', outcome });

test.each([
  ['2026-11-20', '已登记'],
  // A weekend is no working day.
  ['2026-11-22', '已登记'],
  ['2026-11-23', '承办中'],
  ['2026-11-26', '承办中'],
  ['2026-11-27', '已答复'],
])('HOT-QRY-001: on %s it is %s, five working days after Friday', async (today, state) => {
  const found = allText(sheetOf(await of('HOT-QRY-001').query?.(ask({ today, filed: [ticket] }))));
  expect(found).toContain(state);
  expect(found).toContain('2026-11-20');
});

test('HOT-QRY-001: no ticket', async () => {
  expect(outcomeOf(await of('HOT-QRY-001').query?.(ask({ filed: [filed('CIV-DCL-003')] }))).kind).toBe(
    'nothingFound',
  );
});
