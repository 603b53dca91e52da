import type { FactDeclaration } from './facts.ts';

/** All that a cell may be: a comparison with constants. No names, no calls, nothing that could be misspelt unseen. */

type Kind = 'boolean' | 'number' | 'text' | 'list';

/** See facts.ts for what ZEN does with others. */
const number = String.raw`-?\d{1,12}(\.\d{1,4})?`;
const quoted = String.raw`'[^'"\\]{0,100}'`;
const list = (one: string) => String.raw`in \[${one}(, ${one})*\]`;

const forms: Readonly<Record<Kind, RegExp>> = {
  boolean: new RegExp(`^(true|false|${list('(true|false)')})$`),
  number: new RegExp(String.raw`^((==|!=|<|<=|>|>=) ${number}|[[(]${number}\.\.${number}[\])])$`),
  text: new RegExp(`^((== |!= )?${quoted}|${list(quoted)})$`),
  list: /^len\(\$\) (==|>) 0$/,
};

const examples: Readonly<Record<Kind, string>> = {
  boolean: 'true, false, in [true, false]',
  number: '== 0, < 80, >= 0.85, [0..30], [0.7..0.85)',
  text: "'valid', != 'valid', in ['sms', 'staff'], == ''",
  list: 'len($) == 0, len($) > 0',
};

/** What the values of a column are. */
export interface Column {
  readonly kind: Kind;
  /** Where only these can be. */
  readonly values?: readonly string[] | undefined;
}

export function columnOf(fact: FactDeclaration): Column {
  switch (fact.type) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'enum':
      return { kind: 'text', values: fact.values };
    case 'text':
    case 'date':
    case 'month':
      return { kind: 'text' };
  }
}

/** What is wrong with a cell as it is written; null when nothing is. */
export function cellProblem(expression: string, { kind, values }: Column): string | null {
  if (!forms[kind].test(expression))
    return `cannot read "${expression.slice(0, 60)}": expected one like ${examples[kind]}`;
  if (values === undefined) return null;
  const named = [...expression.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const unknown = named.find((value) => !values.includes(value));
  return unknown === undefined ? null : `"${unknown}" is none of ${values.join(', ')}`;
}

/**
 * Whether a value keeps the condition; null when the cell cannot be read or is not about such values. A reading of its
 * own, so that an engine that reads a cell otherwise is found out.
 */
export function holds(expression: string, value: unknown): boolean | null {
  const kind = kindOf(value);
  if (kind === null || !forms[kind].test(expression)) return null;
  if (kind === 'list') {
    const some = (value as readonly unknown[]).length > 0;
    return expression.includes('>') ? some : !some;
  }
  if (kind === 'number') return numberHolds(expression, Number(value));
  const named: readonly string[] = expression.match(/'[^']*'|true|false/g) ?? [];
  const among = named.includes(kind === 'boolean' ? String(value) : `'${value}'`);
  return expression.startsWith('!=') ? !among : among;
}

function kindOf(value: unknown): Kind | null {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    default:
      return null;
  }
}

function numberHolds(expression: string, value: number): boolean {
  const [first = Number.NaN, second = Number.NaN] = (expression.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  if (/^[[(]/.test(expression))
    return (
      (expression.startsWith('[') ? value >= first : value > first) &&
      (expression.endsWith(']') ? value <= second : value < second)
    );
  switch (expression.split(' ')[0]) {
    case '==':
      return value === first;
    case '!=':
      return value !== first;
    case '<':
      return value < first;
    case '<=':
      return value <= first;
    case '>':
      return value > first;
    default:
      return value >= first;
  }
}
