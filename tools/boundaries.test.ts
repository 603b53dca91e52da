import { expect, test } from 'vitest';
import { brokenImports } from './boundaries.ts';
import { parseSource, sourceFiles } from './source-files.ts';

const dependencies = new Set(['zod', '@orpc/server', 'serialport']);
const check = (path: string, text: string) => brokenImports([parseSource(path, text)], dependencies);

test.each([
  ['src-shared/money.ts', "import { a } from '../devices/contract/common.ts';"],
  ['src-shared/money.ts', "import type { A } from '../src-main/terminal/router.ts';"],
  ['devices/drivers/sdt/driver.ts', "import { a } from '../../../src-main/terminal/router.ts';"],
  ['devices/drivers/sdt/driver.ts', "export { a } from '../../../src-server/server.ts';"],
  ['src-main/terminal/router.ts', "import { a } from '../shell/window.ts';"],
  ['src-main/terminal/router.ts', "const a = await import('../shell/window.ts');"],
  ['src-main/shell/window.ts', "import { a } from '../../devices/manager/manager.ts';"],
  ['src-renderer/app.tsx', "import { a } from '../src-main/terminal/session/stage.ts'; const b = <p>hi</p>;"],
  ['src-renderer/app.tsx', "export * from '../src-server/server.ts';"],
  ['src-server/server.ts', "import '../devices/contract/common.ts';"],
  ['src-main/terminal/router.test.ts', "import { a } from '../../src-server/server.ts';"],
])('refuses in %s: %s', (path, text) => expect(check(path, text)).toHaveLength(1));

test.each([
  ['devices/manager/manager.ts', "import { app } from 'electron';"],
  ['src-main/terminal/router.ts', "import type { BrowserWindow } from 'electron';"],
  ['src-renderer/app.tsx', "import { ipcRenderer } from 'electron/renderer';"],
  ['tools/start.ts', "import { app } from 'electron';"],
])('electron is not for %s', (path, text) => expect(check(path, text)).toHaveLength(1));

test('what runs at a site needs no development package, a test does', () => {
  expect(check('devices/manager/manager.ts', "import fc from 'fast-check';")).toEqual([
    'devices/manager/manager.ts imports fast-check: not among the dependencies',
  ]);
  expect(check('devices/manager/manager.test.ts', "import fc from 'fast-check';")).toEqual([]);
});

test('lets through what runs the right way', () => {
  const text = `
    import { z } from 'zod';
    import { implement } from '@orpc/server/ws';
    import { join } from 'node:path';
    import { ok } from '../../../src-shared/result.ts';
    import type { Reader } from '../../../devices/contract/identity-card-reader.ts';
    import { Stage } from './stage.ts';
    export { ok } from './play-item.ts';
    // import '../../shell/window.ts';
    const words = "import x from '../../shell/window.ts'";
  `;
  expect(check('src-main/terminal/session/session.ts', text)).toEqual([]);
  expect(check('src-main/shell/window.ts', "import { app } from 'electron';")).toEqual([]);
});

test('a file that cannot be parsed is an error, not an empty file', () => {
  expect(() => parseSource('a.ts', 'import {')).toThrow(/^a\.ts: /);
});

test('sees the files of this project', () => {
  const paths = sourceFiles().map(({ path }) => path);
  expect(paths).toContain('tools/boundaries.ts');
  expect(paths).toContain('src-main/shell/run-shell.ts');
});
