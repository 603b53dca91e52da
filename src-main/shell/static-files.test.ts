import { sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headersOf, isPage, securityHeaders, staticFile } from './static-files.ts';

const root = `${sep}opt${sep}zerowindow${sep}renderer`;

describe('files of the page', () => {
  test('the page and its parts, each with its content type', () => {
    expect(staticFile(root, 'app://terminal/')).toEqual({
      path: `${root}${sep}index.html`,
      contentType: 'text/html; charset=utf-8',
      isFaceWorker: false,
    });
    expect(staticFile(root, 'app://terminal/assets/index-a1.js?v=1#x')).toEqual({
      path: `${root}${sep}assets${sep}index-a1.js`,
      contentType: 'text/javascript; charset=utf-8',
      isFaceWorker: false,
    });
    expect(staticFile(root, 'app://terminal/fonts/%E5%AD%97.woff2')?.path).toBe(
      `${root}${sep}fonts${sep}字.woff2`,
    );
  });

  test.each([
    'app://terminal/%2e%2e/package.json',
    'app://terminal/..%2f..%2fpackage.json',
    'app://terminal/assets/..%2f..%2f..%2fpackage.json',
    'app://terminal/..%5c..%5cpackage.json',
    'app://terminal/index.html%00.json',
    'app://terminal/%E5%AD.json',
  ])('refuses %s', (url) => expect(staticFile(root, url)?.path.startsWith(root) ?? true).toBe(true));

  test.each([
    'app://elsewhere/index.html',
    'app://terminal.evil/index.html',
    'app://terminal:8/index.html',
    'file:///etc/hosts.json',
    'http://terminal/index.html',
    'app://terminal/main.mjs',
    'app://terminal/.env',
  ])('does not serve %s', (url) => expect(staticFile(root, url)).toBeUndefined());

  test('whatever the path, the file lies under the root', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '..%2f', '%5c..', '//', 'a.json', '%252e%252e'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const file = staticFile(root, `app://terminal/${pieces.join('/')}`);
        return (
          file === undefined || (file.path.startsWith(root + sep) && !file.path.includes(`${sep}..${sep}`))
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

test('only the page itself may be navigated to', () => {
  expect(isPage('app://terminal/index.html')).toBe(true);
  expect(isPage('app://terminal/index.html#home')).toBe(true);
  expect(isPage('app://terminal/index.html.json')).toBe(false);
  expect(isPage('app://terminal/assets/a.svg')).toBe(false);
  expect(isPage('https://example.org/')).toBe(false);
});

describe('the worker that compares faces', () => {
  const policyOf = (url: string) => {
    const file = staticFile(root, url);
    return file === undefined ? undefined : headersOf(file)['content-security-policy'];
  };

  test('may compile WebAssembly and fetch its models, and reaches nothing but this machine', () => {
    const policy = policyOf('app://terminal/face/worker-a1.js');
    expect(policy).toBe("default-src 'none'; script-src app: 'wasm-unsafe-eval'; connect-src app:");
  });

  test.each([
    'app://terminal/',
    'app://terminal/assets/face/worker-a1.js',
    'app://terminal/assets/watch-face-a1.js',
    'app://terminal/face/../index.html',
    'app://terminal/face/deeper/worker.js',
  ])('%s has the policy of the page', (url) =>
    expect(policyOf(url)).toBe(securityHeaders['content-security-policy']),
  );

  test('gets its WebAssembly with one content type: Electron adds its own', () => {
    const file = staticFile(root, 'app://terminal/face/wasm/tfjs-backend-wasm-simd.wasm');
    expect(file?.contentType).toBe('application/wasm');
    expect(file === undefined ? [] : Object.keys(headersOf(file))).not.toContain('content-type');
  });
});

test('the page may run no inline script and connect nowhere', () => {
  const policy = securityHeaders['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
