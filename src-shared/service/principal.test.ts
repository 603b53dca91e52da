import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../yaml-file.ts';
import { type Item, itemSchema, type Step } from './item.ts';
import { relationRulesOf } from './item-parts.ts';
import type { RelationRule } from './principal.ts';
import { schema, shippedItem } from './test-items.ts';

const shipped = shippedItem();
const basis = { zh: '《民法典》', en: 'Civil Code' };
const child: RelationRule = { relation: 'child', authorisation: 'ofAge', identity: 'number' };

/** What the schema says of the shipped item with these in place of its relations, or with other steps. */
function problems(relations: readonly object[], steps = shipped.steps, changes: Partial<Item> = {}) {
  const changed = steps.map((step) =>
    step.kind === 'principal' ? { kind: 'principal', basis, relations } : step,
  );
  const parsed = schema.safeParse({ ...shipped, ...changes, steps: changed });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
const at = shipped.steps.findIndex(({ kind }) => kind === 'principal');
const moved = (to: number): Step[] => {
  const steps = shipped.steps.filter(({ kind }) => kind !== 'principal');
  const step = shipped.steps[at];
  if (step === undefined) throw new Error('the shipped item is done for others too');
  return [...steps.slice(0, to), step, ...steps.slice(to)];
};

test('what the shipped item allows is good, and so is a single relation', () => {
  expect(problems(relationRulesOf(shipped).map((rule) => ({ ...rule })))).toEqual([]);
  expect(problems([child])).toEqual([]);
});

describe('what may be done for another person, and how, is refused where it would do harm', () => {
  test.each<[string, readonly object[], string]>([
    ['nobody', [], `steps.${at}.relations: Too small: expected array to have >=1 items`],
    [
      'the same relation twice',
      [child, { ...child, authorisation: 'never' }],
      `steps.${at}.relations.1.relation: each relation once`,
    ],
    [
      'somebody of no register without their own word',
      [{ relation: 'other', authorisation: 'never', identity: 'card' }],
      `steps.${at}.relations.0.authorisation: always, where no register knows the relation`,
    ],
    [
      'a ward, who can authorise nobody, with an authorisation',
      [{ relation: 'ward', authorisation: 'always', identity: 'card' }],
      `steps.${at}.relations.0.authorisation: never, for a ward`,
    ],
    [
      'somebody of no register by a number that anybody can type',
      [{ relation: 'other', authorisation: 'always', identity: 'number' }],
      `steps.${at}.relations.0.identity: card, where no register knows the relation`,
    ],
    [
      'a relation that there is not',
      [{ relation: 'neighbour', authorisation: 'always', identity: 'card' }],
      `steps.${at}.relations.0.relation: Invalid option: expected one of "spouse"|"parent"|"child"|"ward"|"other"`,
    ],
  ])('%s', (_, relations, expected) => {
    expect(problems(relations)).toContain(expected);
  });

  test('before it is sure who stands here', () => {
    expect(problems([child], moved(at - 1))).toContain(
      `steps.${at}.kind: the step verify before the step principal`,
    );
  });

  test('after something was asked already: it would be about somebody else', () => {
    expect(problems([child], moved(at + 1))).toContain(
      `steps.${at}.kind: the step principal before the step parameters`,
    );
  });

  test.each<[string, Step]>([
    ['the PIN of a card', { kind: 'setPin', purpose: 'change' }],
    ['a card in its slot', { kind: 'card' }],
    ['a company', { kind: 'company' }],
    ['bills, which everybody pays for the household', { kind: 'bills' }],
  ])('%s', (_, step) => {
    const steps = [...shipped.steps.slice(0, at + 1), step, ...shipped.steps.slice(at + 1)];
    expect(problems([child], steps)).toContain(
      `steps.${at + 1}.kind: no step ${step.kind} in an item that is done for another person`,
    );
  });

  test('by a number where only a document was shown: a found card would tell who is related to whom', () => {
    const steps = shipped.steps.filter(
      ({ kind }) => !['verify', 'parameters', 'preview', 'confirm', 'print', 'receipt'].includes(kind),
    );
    expect(problems([child], steps, { identityProfile: 'P1' })).toEqual([
      `steps.${at - 1}.relations.0.identity: card, in an item without a second factor`,
    ]);
    expect(problems([{ ...child, identity: 'card' }], steps, { identityProfile: 'P1' })).toEqual([]);
  });
});

/** The items of this repository that are done for another person. */
const offered = readdirSync('config/services').flatMap((file) => {
  const code = file.replace('.yaml', '');
  const parsed = parseYaml(
    readFileSync(`config/services/${file}`, 'utf8'),
    file,
    itemSchema({ code, categoryIds: undefined }),
  );
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  return relationRulesOf(parsed.value).length > 0 ? [code] : [];
});

describe('the items of this repository', () => {
  test('of several kinds may be done for another person', () => {
    expect(offered).toEqual([
      'CIV-DCL-001',
      'CIV-DCL-003',
      'HAL-APT-001',
      'MED-PRT-001',
      'MED-QRY-001',
      'MED-QRY-006',
      'MED-REG-001',
      'MED-REG-002',
      'SIN-PRT-001',
      'SIN-PRT-004',
      'SSC-DCL-001',
      'SSC-REG-001',
    ]);
  });

  test.each([
    ['the tax record: an agent goes to the counter', ['TAX-PRT-003', 'TAX-QRY-001']],
    ['the balance of a bank account', ['SSC-QRY-002']],
    [
      'the PIN, the activation and the loss that is lifted',
      ['SSC-REG-002', 'SSC-REG-003', 'SSC-REG-004', 'SSC-REG-005'],
    ],
    ['the account that a pension is paid into', ['SIN-REG-005']],
    ['that somebody lives: they have to be seen themselves', ['SIN-RPT-001', 'SIN-RPT-002', 'SIN-RPT-003']],
    [
      'a criminal record, a passport, a marriage',
      ['POL-PRT-001', 'POL-QRY-001', 'CIV-QRY-001', 'CIV-APT-001'],
    ],
    ['diagnoses', ['MED-QRY-003', 'MED-QRY-007']],
  ])('but nobody asks for another: %s', (_, codes) => {
    expect(codes.filter((code) => offered.includes(code))).toEqual([]);
    for (const code of codes) expect(readdirSync('config/services')).toContain(`${code}.yaml`);
  });
});
