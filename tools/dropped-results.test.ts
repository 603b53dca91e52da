import { expect, test } from 'vitest';
import { droppedResults } from './dropped-results.ts';
import { parseSource } from './source-files.ts';

const declarations = parseSource(
  'src-shared/a.ts',
  `
  export function parse(text: string): Result<number, Problem> { return ok(1); }
  export const read = async (): Promise<Result<Card, Problem>> => ok(card);
  export interface Printer {
    print(job: Job): Promise<Result<void, Problem>>;
    readonly cut: () => Result<void, Problem>;
    close(): Promise<void>;
  }
  export class Line { async send(frame: Frame): Promise<Result<void, Problem>> { return ok(); } }
  export interface Tray { open(): Result<void, Problem>; }
  export interface Door { open(): void; }
  `,
);
const check = (text: string, path = 'src-main/terminal/b.ts') =>
  droppedResults([declarations, parseSource(path, text)]);

test.each([
  'parse("1");',
  'await read();',
  'await printer.print(job);',
  'printer.cut();',
  'this.line.send(f);',
])('a dropped Result is found: %s', (text) =>
  expect(check(`async function go() {\n ${text}\n}`)).toHaveLength(1),
);

test.each([
  'const result = parse("1");',
  'return await read();',
  'if (!(await printer.print(job)).ok) return;',
  'void printer.cut();',
  'await printer.close();',
])('a used or openly dropped one is not: %s', (text) =>
  expect(check(`async function go() {\n ${text}\n}`)).toEqual([]),
);

test('a name that also stands for something else is left alone', () => {
  expect(check('door.open();')).toEqual([]);
});

test('the line is named, and tests may call for the exception only', () => {
  expect(check('const a = 1;\nparse("1");')).toEqual([
    'src-main/terminal/b.ts:2 drops the Result of parse()',
  ]);
  expect(check('parse("1");', 'src-shared/a.test.ts')).toEqual([]);
});
