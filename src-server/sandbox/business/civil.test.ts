import { expect, test } from 'vitest';
import type { Answers } from '../../../src-shared/service/field.ts';
import { civil } from './civil.ts';
import type { ItemHandler } from './handler.ts';
import { allText, ask, documentOf, filed, outcomeOf } from './test-question.ts';

type Asked = Parameters<typeof ask>[0];
const of = (code: string) => civil[code] as ItemHandler;
const submit = async (code: string, asked: Asked) => outcomeOf(await of(code).submit?.(ask(asked)));
const kindOf = async (code: string, asked: Asked) => (await submit(code, asked)).kind;
const eighty = { key: 'over-eighty', idNumber: '445202194002020020' };
const card = { account: 'card' };

async function facts(asked: Asked, promises: readonly string[] = []) {
  const assessed = await of('CIV-DCL-001').assess?.(
    ask({ person: eighty, answers: card, ...asked }),
    promises,
  );
  expect(assessed?.tableId).toBe('T1');
  return Object.fromEntries((assessed?.facts ?? []).map(({ name, value }) => [name, value]));
}

test('CIV-DCL-001: facts for table T1', async () => {
  expect(await facts({})).toEqual({
    deathRecord: false,
    registeredHere: true,
    birthDate: '1940-02-02',
    receivingHere: false,
    receivingElsewhere: false,
    accountOwner: 'own',
    accountActive: true,
    registerPageGiven: true,
    creditClear: true,
  });
  expect(await facts({}, ['registerPage'])).toMatchObject({ registerPageGiven: false });
  expect(await facts({ person: { ...eighty, key: 'rare-character' } })).toMatchObject({ creditClear: false });
  expect(await facts({ person: { ...eighty, idNumber: '810000194001010019' } })).toMatchObject({
    registeredHere: false,
  });
  const wrong = { account: 'bank', cardNumber: '6222020000000001' };
  expect(await facts({ answers: wrong })).toMatchObject({ accountOwner: 'other' });
});

test.each([
  ['approved', true],
  ['acceptedWithPromise', true],
  // Nothing is received yet while a clerk looks at it: that must not become a refusal.
  ['toPerson', false],
] as const)(
  'CIV-DCL-001: an earlier claim that was %s is one that is received: %s',
  async (kind, receives) => {
    const one = filed('CIV-DCL-001');
    const earlier = [{ ...one, outcome: { ...one.outcome, kind } }];
    expect(await facts({ filed: earlier })).toMatchObject({ receivingHere: receives });
  },
);

test.each([
  ['2026-11-26', '2026-12'],
  ['2026-12-31', '2027-01'],
])('CIV-DCL-001: granted on %s it is paid from %s, the next month', async (today, from) => {
  const decision = {
    kind: 'approve' as const,
    reviewId: '00000000-0000-4000-8000-000000000000',
    decidedBy: 'machine' as const,
    reasons: [{ zh: '符合条件', en: 'You qualify' }],
    corrections: [],
    promises: [],
    law: [],
    remedy: null,
    human: { zh: '12345', en: '12345' },
    validFrom: null,
    validUntil: null,
  };
  expect(
    allText((await submit('CIV-DCL-001', { person: eighty, answers: card, decision, today })).sheet),
  ).toContain(from);
});

test('CIV-DCL-001: no decision is a bug', async () => {
  await expect(submit('CIV-DCL-001', { person: eighty, answers: card })).rejects.toThrow('decision');
});

test('CIV-DCL-002: with a card, without one, twice, into an account that is none', async () => {
  const disabled = { key: 'hong-kong-resident' };
  expect(await kindOf('CIV-DCL-002', { person: disabled, answers: card })).toBe('accepted');
  expect(await kindOf('CIV-DCL-002', { person: { key: 'specimen-a' }, answers: card })).toBe('refused');
  expect(
    await kindOf('CIV-DCL-002', { person: disabled, answers: card, filed: [filed('CIV-DCL-002', card)] }),
  ).toBe('refused');
  const wrong = { account: 'bank', cardNumber: '6222020000000001' };
  expect(await kindOf('CIV-DCL-002', { person: disabled, answers: wrong })).toBe('corrections');
});

test('CIV-DCL-003: from the 60th birthday, once', async () => {
  const person = { idNumber: '445202196611260019' };
  const early = await submit('CIV-DCL-003', { person, today: '2026-11-25' });
  expect(early).toMatchObject({ kind: 'refused' });
  expect(allText(early)).toContain('2026-11-26');
  expect(await kindOf('CIV-DCL-003', { person, today: '2026-11-26' })).toBe('accepted');
  expect(await kindOf('CIV-DCL-003', { person, filed: [filed('CIV-DCL-003')] })).toBe('refused');
});

test.each([
  ['CIV-PRT-001', { insured: 'none' }, '最低生活保障家庭证明'],
  ['CIV-PRT-002', { key: 'over-eighty' }, '特困人员证明'],
  ['CIV-PRT-003', { key: 'specimen-a' }, '低收入困难家庭证明'],
] as const)('%s: for who is on that list, and for nobody on another', async (code, person, title) => {
  expect(documentOf(await of(code).document?.(ask({ person }))).title).toBe(title);
  const others = ['CIV-PRT-001', 'CIV-PRT-002', 'CIV-PRT-003'].filter((other) => other !== code);
  for (const other of others)
    expect(outcomeOf(await of(other).document?.(ask({ person }))).kind).toBe('nothingFound');
});

test('CIV-QRY-001: a record, or none', async () => {
  const record = async (person: NonNullable<Asked>['person'] & object) =>
    allText(await of('CIV-QRY-001').query?.(ask({ person })));
  const seen = await Promise.all(
    ['specimen-a', 'gaps-and-owed-months', 'specimen-b', 'expired-card'].map((key) => record({ key })),
  );
  expect(seen.some((one) => one.includes('结婚登记'))).toBe(true);
  expect(seen.some((one) => one.includes('nothingFound'))).toBe(true);
  expect(await record({ idNumber: '445202200803030147' })).toContain('nothingFound');
});

const day = '2026-11-27';
/** The form has checked the check digits. */
const man = (born: string) => `445202${born}0011`;
const woman = (born: string) => `445202${born}0028`;
const wedding = (over: Answers = {}): Answers => ({
  matter: 'marriage',
  partner: man('20000101'),
  hall: 'east',
  day,
  slot: `east ${day} 09:00`,
  ...over,
});
const bride = { sex: 'female', idNumber: woman('20000101') } as const;

test.each([
  ['both old enough', bride.idNumber, {}, 'done'],
  ['a man of 22 on the day', bride.idNumber, { partner: man('20041127') }, 'done'],
  ['a man of 22 the day after', bride.idNumber, { partner: man('20041128') }, 'refused'],
  ['a woman of 20 on the day', woman('20061127'), {}, 'done'],
  ['a woman of 20 the day after', woman('20061128'), {}, 'refused'],
  ['two women', bride.idNumber, { partner: woman('20000102') }, 'refused'],
  ['the own number', bride.idNumber, { partner: bride.idNumber }, 'corrections'],
  [
    'a divorce, which asks for no age',
    bride.idNumber,
    { matter: 'divorce', partner: man('20041128') },
    'done',
  ],
  ['a divorce from oneself', bride.idNumber, { matter: 'divorce', partner: bride.idNumber }, 'corrections'],
] as const)('CIV-APT-001: %s', async (_, idNumber, over, kind) => {
  expect(await kindOf('CIV-APT-001', { person: { ...bride, idNumber }, answers: wedding(over) })).toBe(kind);
});

test('CIV-APT-001: a copy needs no partner; both are told to come; a full hour', async () => {
  const { partner: _, ...copy } = wedding({ matter: 'copy' });
  expect(await kindOf('CIV-APT-001', { person: bride, answers: copy })).toBe('done');
  expect(allText(await submit('CIV-APT-001', { person: bride, answers: wedding() }))).toContain(
    '两人都要到场',
  );
  const others = [1, 2, 3].map(() => filed('CIV-APT-001', wedding()));
  expect(await kindOf('CIV-APT-001', { person: bride, answers: wedding(), others })).toBe('refused');
});
