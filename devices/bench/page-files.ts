import { readFile } from 'node:fs/promises';
import { transformWithOxc } from 'vite';

export interface PageFile {
  readonly contentType: string;
  readonly body: string;
}

/** The files of the page by their addresses. Its one script is written in TypeScript and made plain here. */
export async function loadPage(): Promise<ReadonlyMap<string, PageFile>> {
  const read = (name: string) => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8');
  const script = await transformWithOxc(await read('page.ts'), 'page.ts', { target: 'es2022' });
  return new Map([
    ['index.html', { contentType: 'text/html; charset=utf-8', body: await read('index.html') }],
    ['page.css', { contentType: 'text/css; charset=utf-8', body: await read('page.css') }],
    ['page.js', { contentType: 'text/javascript; charset=utf-8', body: script.code }],
  ]);
}
