import { describe, expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { RelationRule } from '../../src-shared/service/principal.ts';
import type { Between } from '../connectors/relation-register.ts';
import { judge, matterOf } from './principals.ts';
import type { Verified } from './second-factor.ts';

/** What follows from what the register says; what it says, and how it is bound, is tested beside the sandbox and the API. */

const today = '2026-11-22';
/** By their numbers of 66 and 10 years, of 18 since yesterday, and tomorrow. */
const [elder, child] = ['445202196006060029', '445202201606060165'];
const [justOfAge, almostOfAge] = ['445202200811210017', '445202200811230018'];
const named = (idNumber: string, name = '样本某') => new Sensitive({ name, idNumber }, '样*某');
const rule = (changes: Partial<RelationRule> = {}): RelationRule => ({
  relation: 'parent',
  authorisation: 'always',
  identity: 'card',
  ...changes,
});
const between = (changes: Partial<Between> = {}): Between => ({
  principal: named(elder),
  deceased: false,
  registered: ['parent'],
  authorisation: { state: 'held', validUntil: '2028-12-31' },
  ...changes,
});
function judged(
  of: RelationRule,
  found: Between | null,
  { name = '样本某' as string | null, asOf = today } = {},
) {
  const answer = judge(of, { asOf, between: found }, name, today);
  return answer.ok ? answer.value.basis : answer.error;
}

describe('an authorisation', () => {
  test('that is held is enough, and says until when', () => {
    expect(judge(rule(), { asOf: today, between: between() }, '样本某', today)).toMatchObject({
      value: { basis: 'authorised', validUntil: '2028-12-31' },
    });
  });
  test.each([
    ['missing', null, 'authorisationMissing'],
    ['over', { state: 'expired', validUntil: '2026-06-30' }, 'authorisationExpired'],
    ['withdrawn', { state: 'withdrawn', validUntil: null }, 'authorisationWithdrawn'],
  ] as const)('that is %s is refused', (_, authorisation, refusal) => {
    expect(judged(rule(), between({ authorisation }))).toBe(refusal);
  });
  test('is no relation: who is not registered as a parent is none', () => {
    expect(judged(rule(), between({ registered: ['spouse'] }))).toBe('notRegistered');
  });
  test('is all that somebody of no register needs', () => {
    const other = rule({ relation: 'other' });
    expect(judged(other, between({ registered: [] }))).toBe('authorised');
    expect(judged(other, between({ registered: [], authorisation: null }))).toBe('authorisationMissing');
  });
});

describe('the word of the register', () => {
  const alone = between({ authorisation: null });
  test('is enough where the item says so', () => {
    expect(judged(rule({ authorisation: 'never' }), alone)).toBe('registered');
  });
  test.each([
    ['a child of ten', child, 'registered'],
    ['who is of age tomorrow', almostOfAge, 'registered'],
    ['who is of age since yesterday', justOfAge, 'authorisationMissing'],
  ])('is enough for minors: %s', (_, idNumber, answer) => {
    const guardian = rule({ relation: 'child', authorisation: 'ofAge', identity: 'number' });
    const found = between({ principal: named(idNumber), registered: ['child'], authorisation: null });
    expect(judged(guardian, found, { name: null })).toBe(answer);
  });
  test('is enough for the appointed guardian, and for nobody who only claims to be', () => {
    const ward = rule({ relation: 'ward', authorisation: 'never', identity: 'number' });
    const found = (registered: Between['registered']) => between({ registered, authorisation: null });
    expect(judged(ward, found(['ward']), { name: null })).toBe('registered');
    expect(judged(ward, found(['child']), { name: null })).toBe('notRegistered');
    expect(judged(ward, found([]), { name: null })).toBe('notRegistered');
  });
  test('of three days ago is gone by, an older one is not', () => {
    expect(judged(rule(), between(), { asOf: '2026-11-19' })).toBe('authorised');
    expect(judged(rule(), between(), { asOf: '2026-11-18' })).toBe('registerBehind');
  });
});

describe('who cannot be acted for', () => {
  test('somebody who has died, whatever was authorised', () => {
    expect(judged(rule(), between({ deceased: true }))).toBe('deceased');
    expect(judged(rule({ authorisation: 'never' }), between({ deceased: true }))).toBe('deceased');
  });
  test('somebody whose document has another name', () => {
    expect(judged(rule(), between(), { name: '样本别' })).toBe('nameMismatch');
  });
  test('somebody whom the register does not know', () => {
    expect(judged(rule(), null)).toBe('unknown');
  });
});

describe('to a stranger nothing is told', () => {
  const typed = rule({ relation: 'child', authorisation: 'ofAge', identity: 'number' });
  const stranger = { registered: [], authorisation: null } as const;
  test.each<[string, Between | null]>([
    ['that nobody has the number', null],
    ['that somebody has it', between(stranger)],
    ['that they have died', between({ ...stranger, deceased: true })],
  ])('not even %s: the answer is one and the same', (_, found) => {
    expect(judged(typed, found, { name: null })).toBe('notRegistered');
    expect(judged(typed, found, { name: null, asOf: '2026-11-01' })).toBe('registerBehind');
  });
  test('nor, with a card in the hand, that its holder has died', () => {
    const found = between({ ...stranger, deceased: true });
    expect(judged(rule({ relation: 'other' }), found)).toBe('authorisationMissing');
  });
});

test('a token that was bound to a principal in one item is nothing in another, and never the agent’s own', () => {
  const agent = named(justOfAge, '样本代');
  const verified: Verified = {
    verificationId: 'v',
    transactionId: 't',
    method: 'sms',
    person: agent,
    principal: { person: named(elder), itemCode: 'SIN-PRT-001', relation: 'parent', basis: 'authorised' },
  };
  expect(matterOf(verified, 'SIN-PRT-001')).toMatchObject({
    person: verified.principal?.person,
    agent: { person: agent, relation: 'parent' },
  });
  expect(matterOf(verified, 'TAX-PRT-003')).toBeNull();
  expect(matterOf(verified, undefined)).toBeNull();
  expect(matterOf({ ...verified, principal: null }, 'TAX-PRT-003')).toEqual({ person: agent, agent: null });
});
