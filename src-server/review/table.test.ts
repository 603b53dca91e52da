import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTable } from './table.ts';
import { reviewDirectory } from './test-review.ts';

const shipped = readFileSync(join(reviewDirectory, 'T1.json'), 'utf8');

interface Loose {
  // biome-ignore lint/suspicious/noExplicitAny: a test that breaks a file in all ways
  [field: string]: any;
}

/** What is said of T1 after a change. */
function problems(change: (table: Loose) => void): string {
  const table = JSON.parse(shipped) as Loose;
  change(table);
  const parsed = parseTable(JSON.stringify(table));
  return parsed.ok ? 'nothing' : parsed.error.join('\n');
}

const decision = (table: Loose) => table.model.nodes.find((node: Loose) => node.id === 'decision').content;
const rule = (table: Loose, id: string) => decision(table).rules.find((one: Loose) => one._id === id);

test('the hash follows the content, not its form', () => {
  const hash = (json: string) => {
    const parsed = parseTable(json);
    return parsed.ok ? parsed.value.sha256 : 'refused';
  };
  const value = JSON.parse(shipped) as Loose;
  const reordered = Object.fromEntries(Object.entries(value).reverse());
  expect(hash(JSON.stringify(reordered))).toBe(hash(shipped));
  expect(hash(JSON.stringify({ ...value, human: { zh: '别的', en: 'other' } }))).not.toBe(hash(shipped));
});

describe('the machine refuses only on objective facts', () => {
  test('not for one that the citizen cannot see', () => {
    const said = problems((table) => {
      rule(table, '3')['decision-deathRecord'] = 'true';
      table.rows['3'].objective.facts.push('deathRecord');
    });
    expect(said).toContain('refuses only for objective facts');
  });

  test('not when the fact loses its mark', () => {
    const said = problems((table) => {
      table.facts.find((fact: Loose) => fact.name === 'registeredHere').objective = false;
    });
    expect(said).toContain('rows.3: the machine refuses only for objective facts');
  });

  test('not without naming the fact, where it stands and what to do', () => {
    expect(problems((table) => (table.rows['3'].objective.facts = ['age']))).toContain(
      'is named to the citizen',
    );
    expect(problems((table) => delete table.rows['3'].objective)).toContain('rows.3.objective');
    expect(problems((table) => delete table.rows['3'].objective.where)).toContain('rows.3.objective.where');
    expect(problems((table) => delete table.rows['3'].remedy)).toContain('rows.3.remedy');
  });

  test('not in disguise: the model says the outcome of the row', () => {
    expect(problems((table) => (rule(table, '2')['decision-outcome'] = '"refuse"'))).toContain(
      'rows.2: the model gives another outcome',
    );
  });
});

describe('an approving row', () => {
  test('leaves no cell empty', () => {
    expect(problems((table) => (rule(table, '8')['decision-deathRecord'] = ''))).toContain(
      'an approving row leaves no cell empty',
    );
  });

  test('stands after all others', () => {
    expect(problems((table) => decision(table).rules.reverse())).toContain('stands after all others');
  });

  test('asks that nothing is to be corrected', () => {
    const said = problems((table) => {
      const content = decision(table);
      content.inputs = content.inputs.filter((input: Loose) => input.field !== 'corrections');
    });
    expect(said).toContain('asks that nothing is to be corrected');
  });

  test('names a promise that there is', () => {
    expect(problems((table) => (table.rows['7'].promise = 'card'))).toContain('no promise is called card');
  });
});

describe('a cell', () => {
  const ageCell = (cell: string) => problems((table) => (rule(table, '4')['decision-age'] = cell));
  test.each([
    '<< 80',
    '< eighty',
    '< 80 or true',
    "== '80'",
    'true',
    'len($) > 0',
    '$ < 80',
    '< receivingHere',
    'd("2026")',
  ])('%s cannot be read', (cell) => {
    expect(ageCell(cell)).toContain('cannot read');
  });

  test.each(['< 80', '<= 79.5', '[0..80)', '(0..79]', '!= 80'])('%s can', (cell) => {
    expect(ageCell(cell)).toBe('nothing');
  });

  test('names a value that can be', () => {
    expect(problems((table) => (rule(table, '8')['decision-accountOwner'] = "'owm'"))).toContain(
      '"owm" is none of own, other',
    );
  });
});

describe('the model', () => {
  test('speaks of facts that there are', () => {
    const said = problems((table) => (decision(table).inputs[1].field = 'deathRecrod'));
    expect(said).toContain('no fact is called deathRecrod');
  });

  test('has no scripts and calls nothing', () => {
    const said = problems((table) => (table.model.nodes[1].type = 'functionNode'));
    expect(said).toContain('model.nodes.1');
  });

  test('is one chain, first match, with outputs that are constants', () => {
    expect(problems((table) => table.model.edges.pop())).toContain('one after another');
    expect(problems((table) => (table.model.edges[0].targetId = 'decision'))).toContain('one after another');
    expect(problems((table) => (decision(table).hitPolicy = 'collect'))).toContain('hit policy is "first"');
    expect(problems((table) => (rule(table, '4')['decision-row'] = '"4" + "5"'))).toContain(
      'no sentence for null',
    );
  });

  test('gives every row, and no other', () => {
    expect(problems((table) => delete table.rows['3'])).toContain('no sentence for 3');
    expect(problems((table) => (table.rows['99'] = table.rows['2']))).toContain(
      'expected one rule that gives 99',
    );
    expect(problems((table) => delete table.corrections.accountOwner)).toContain(
      'no sentence for accountOwner',
    );
  });
});

describe('facts', () => {
  test('have each name once, and what is made of them fits', () => {
    expect(problems((table) => table.facts.push(table.facts[0]))).toContain('deathRecord stands twice');
    expect(problems((table) => (table.derived[0].from = 'creditClear'))).toContain(
      'from a fact of type date',
    );
    expect(problems((table) => delete table.derived[1].argument)).toContain('wrong argument');
  });

  test('sentences speak only of them', () => {
    expect(problems((table) => (table.rows['4'].reason.zh = '从 {firstDya} 起'))).toContain('{firstDya}');
  });

  test('are never older than a day', () => {
    expect(problems((table) => (table.facts[0].maxAgeHours = 25))).toContain('maxAgeHours');
  });
});

test('what is no JSON is told so', () => {
  const parsed = parseTable('{');
  expect(parsed.ok ? '' : parsed.error[0]).toContain('expected JSON');
});
