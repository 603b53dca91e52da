import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import { evaluateTable } from './engine.ts';
import type { Fact, FactDeclaration, FactValue } from './facts.ts';
import { tablesOf } from './model.ts';
import type { ReviewRequest } from './outcome.ts';
import type { ShippedTable } from './shipped.ts';
import { baseRequest, shippedTable, shippedTables } from './test-review.ts';

const tables = shippedTables().map((one) => [one.table.id, one] as const);

/** Any value that a fact can have, often one near an edge. */
function anyValue(fact: FactDeclaration): fc.Arbitrary<FactValue> {
  switch (fact.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: fact.minimum ?? -5, max: fact.maximum ?? 15 });
    case 'number':
      return fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000);
    case 'enum':
      return fc.constantFrom(...(fact.values ?? []));
    case 'text':
      return fc.constantFrom('', '样本市');
    case 'date':
      return fc
        .date({ min: new Date('1930-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'month':
      return fc.constantFrom('', '2025-10', '2025-11', '2025-12');
  }
}

/** An application to this table whose sources all answer. */
function anyRequest(one: ShippedTable): fc.Arbitrary<ReviewRequest> {
  const values = fc.record(Object.fromEntries(one.table.facts.map((fact) => [fact.name, anyValue(fact)])));
  const promises = fc.subarray(Object.keys(one.table.promises));
  return fc.tuple(values, promises).map(([facts, promised]) => ({
    ...baseRequest(one, facts),
    promises: promised,
  }));
}

const before = (at: string, milliseconds: number) => new Date(Date.parse(at) - milliseconds).toISOString();
const day = 24 * 3_600_000;

/** Everything that can be wrong with an answer. */
const faults: Readonly<Record<string, (fact: Fact) => Fact[]>> = {
  'source down': (fact) => [{ ...fact, value: null, asOf: null }],
  'no answer': () => [],
  'value without a time': (fact) => [{ ...fact, asOf: null }],
  stale: (fact) => [{ ...fact, asOf: before(fact.retrievedAt, day + 1) }],
  'asked long ago': (fact) => [{ ...fact, retrievedAt: before(fact.retrievedAt, day + 1) }],
  'of the future': (fact) => [{ ...fact, asOf: before(fact.retrievedAt, -day) }],
  'of another source': (fact) => [{ ...fact, source: 'somebody' }],
  'two answers that differ': (fact) => [fact, { ...fact, value: other(fact.value) }],
  'of another type': (fact) => [{ ...fact, value: typeof fact.value === 'boolean' ? 'true' : true }],
  'a number that the engine does not survive': (fact) => [{ ...fact, value: 1e-154 }],
  'a number too large for it': (fact) => [{ ...fact, value: 1e29 }],
  'one answer too many': (fact) => [fact, { ...fact, name: 'hearsay' }],
};

function other(value: FactValue | null): FactValue {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${value}0`;
}

describe('whatever is not certain goes to a person', () => {
  test.each(tables)('%s: one answer that is wrong in any way, whatever the others say', async (_id, one) => {
    await fc.assert(
      fc.asyncProperty(
        anyRequest(one),
        fc.nat(),
        fc.constantFrom(...Object.keys(faults)),
        async (request, at, fault) => {
          const index = at % request.facts.length;
          const facts = request.facts.flatMap((fact, place) =>
            place === index ? (faults[fault]?.(fact) ?? []) : [fact],
          );
          const decision = await decide(one.table, { ...request, facts }, Date.parse(request.appliedAt));
          expect(decision.outcome.kind).toBe('toPerson');
          expect(decision.explanation.doubts.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  test.each(tables)('%s: every application has an outcome, and it is explained', async (_id, one) => {
    await fc.assert(
      fc.asyncProperty(anyRequest(one), async (request) => {
        const { outcome, explanation } = await decide(one.table, request, Date.parse(request.appliedAt));
        expect(outcome.reasons.length).toBeGreaterThan(0);
        expect(JSON.stringify(outcome)).not.toMatch(/\{\w+\}/);
        if (outcome.kind === 'correct') expect(outcome.corrections.length).toBeGreaterThan(0);
        if (outcome.kind === 'refuse') expect(outcome.remedy).not.toBeNull();
        if (outcome.kind === 'acceptWithPromise') expect(outcome.promises).toHaveLength(1);
        expect(explanation.row === null).toBe(explanation.doubts.length > 0);
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  test('no consent, no table, a table of another name, an old application, one of tomorrow', async () => {
    const one = shippedTable('T1');
    const request = baseRequest(one);
    const now = Date.parse(request.appliedAt);
    const ask = async (table: typeof one.table | null, changed: Partial<ReviewRequest>, at = now) => {
      const { outcome, explanation } = await decide(table, { ...request, ...changed }, at);
      return [outcome.kind, explanation.doubts[0]?.doubt];
    };
    expect(await ask(one.table, {})).toEqual(['approve', undefined]);
    expect(await ask(one.table, { consent: false })).toEqual(['toPerson', 'notGiven']);
    expect(await ask(null, {})).toEqual(['toPerson', 'notInForce']);
    expect(await ask(shippedTable('T2').table, {})).toEqual(['toPerson', 'notInForce']);
    expect(await ask(one.table, {}, now + day + 1)).toEqual(['toPerson', 'stale']);
    expect(await ask(one.table, { appliedAt: before(request.appliedAt, -day) })).toEqual([
      'toPerson',
      'stale',
    ]);
    expect(await ask(one.table, { appliedAt: 'yesterday' })).toEqual(['toPerson', 'stale']);
  });
});

describe('the engine', () => {
  const { table, cases } = shippedTable('T4');
  const values = cases.base.facts;
  /** The table with a cell that no check would let through. */
  const withCell = (row: string, column: string, cell: string) => {
    const broken = structuredClone(table);
    const decision = tablesOf(broken.model).find(({ id }) => id === 'decision');
    const rule = decision?.content.rules.find(({ _id }) => _id === row);
    if (rule === undefined) throw new Error('no such row');
    rule[`decision-${column}`] = cell;
    return broken;
  };

  test('alone it would pass over a refusal that it cannot read; here that is an error', async () => {
    const lost = { ...values, cardState: 'lost' };
    expect(await evaluateTable(table, lost)).toMatchObject({ ok: true, value: { row: '1' } });
    expect(await evaluateTable(withCell('1', 'cardState', "in ['lost"), lost)).toEqual({
      ok: false,
      error: 'ruleError',
    });
    expect(await evaluateTable(withCell('1', 'cardState', 'unheardOf($)'), lost)).toEqual({
      ok: false,
      error: 'ruleError',
    });
  });

  test('a cell that gives no yes or no is an error', async () => {
    const broken = { ...table, corrections: {}, model: withCell('1', 'cardState', '> 3').model };
    expect(await evaluateTable(broken, values)).toEqual({ ok: false, error: 'ruleError' });
  });

  test('a value that is not there is an error', async () => {
    const { writeResult: _, ...rest } = values;
    expect(await evaluateTable(table, rest)).toEqual({ ok: false, error: 'ruleError' });
  });

  test('no row is an answer of its own', async () => {
    expect(await evaluateTable(table, { ...values, cardState: 'swallowed' })).toEqual({
      ok: false,
      error: 'noRow',
    });
  });

  test('a row that says another outcome than the file is an error', async () => {
    expect(await evaluateTable(withCell('6', 'outcome', '"refuse"'), values)).toEqual({
      ok: false,
      error: 'ruleError',
    });
  });

  test('the record has every rule, and which ones held', async () => {
    const evaluation = await evaluateTable(table, { ...values, personCheck: 'none', pinStrength: 'weak' });
    if (!evaluation.ok) throw new Error(evaluation.error);
    const held = evaluation.value.rules
      .filter(({ matched }) => matched)
      .map(({ table: part, code }) => `${part} ${code}`);
    expect(held).toEqual(['corrections personCheck', 'corrections pin', 'decision 3']);
    expect(evaluation.value.rules).toHaveLength(7);
  });
});
