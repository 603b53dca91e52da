import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from './result.ts';

/** Where a configuration file is wrong and what was expected there. Lines and columns count from 1. */
export interface YamlProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted, `settings.baudRate`; empty for the whole file. */
  readonly path: string;
  readonly expected: string;
  /** One line for a person: `terminal.yaml:12:9 settings.baudRate: expected ..., found ...`. */
  readonly message: string;
}

type Key = PropertyKey;

/**
 * Reads a YAML text by a schema. Whoever edits configuration is a technician at a machine, so that every
 * problem names file, line, field and expected value, and all problems are told at once.
 */
export function parseYaml<T>(
  text: string,
  fileName: string,
  schema: z.ZodType<T>,
): Result<T, readonly YamlProblem[]> {
  const lines = new LineCounter();
  // A key that stands twice is an error: silently taking the last one hides a slip.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number) => lines.linePos(Math.min(offset, Math.max(0, text.length - 1)));

  if (document.errors.length > 0) {
    return err(
      document.errors.map((error) => problem(fileName, at(error.pos[0]), [], 'valid YAML', error.message)),
    );
  }

  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases that are unresolved or that expand without end are found only here.
    const reason = error instanceof Error ? error.message : String(error);
    return err([problem(fileName, { line: 1, col: 1 }, [], 'valid YAML', reason)]);
  }

  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(
    parsed.error.issues.flatMap(flatten).map((issue) => {
      const offset = offsetOf(document.contents, issue.path);
      return problem(fileName, at(offset), issue.path, issue.expected, found(value, issue.path));
    }),
  );
}

interface Expectation {
  readonly path: readonly Key[];
  readonly expected: string;
}

/** An unknown key is told at the key itself; everything else at the value or where it is missing. */
function flatten(issue: z.core.$ZodIssue): Expectation[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], expected: 'no such field' }));
  }
  return [{ path: issue.path, expected: expectation(issue) }];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`;
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((v) => JSON.stringify(v)).join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return unionExpectation(issue);
    default:
      return issue.message;
  }
}

/** For a discriminated union zod names the field, but the values only in its options. */
function unionExpectation(issue: z.core.$ZodIssueInvalidUnion): string {
  if ('options' in issue && Array.isArray(issue.options)) {
    return `one of ${issue.options.map((option) => JSON.stringify(option)).join(', ')}`;
  }
  const branches = issue.errors.map((errors) => errors.map((inner) => expectation(inner)).join(' and '));
  return branches.length > 0 ? branches.join(', or ') : issue.message;
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  if (origin === 'array' || origin === 'set') return ' entries';
  return '';
}

function problem(
  file: string,
  position: { line: number; col: number },
  path: readonly Key[],
  expected: string,
  foundText: string,
): YamlProblem {
  const name = path.map(String).join('.');
  return {
    file,
    line: position.line,
    column: position.col,
    path: name,
    expected,
    message: `${file}:${position.line}:${position.col} ${name === '' ? '' : `${name}: `}expected ${expected}, found ${foundText}`,
  };
}

/** What stands in the file, short; a mapping or list is only named. */
function found(root: unknown, path: readonly Key[]): string {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return 'nothing';
    value = (value as Record<Key, unknown>)[key];
  }
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Offset of the key or value that the path names; where the path ends early, of the last part that is there. */
function offsetOf(root: Node | null, path: readonly Key[]): number {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return offset;
      offset = startOf(pair.value) ?? startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(key)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0];
}
