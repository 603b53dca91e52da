import { readFile } from 'node:fs/promises';
import { transformWithOxc } from 'vite';

export interface PageFile {
  readonly contentType: string;
  readonly body: string;
}

/** The files of the page by their addresses. Its scripts are written in TypeScript and made plain here. */
export async function loadPage(): Promise<ReadonlyMap<string, PageFile>> {
  const read = (name: string) => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8');
  const script = async (name: string): Promise<PageFile> => {
    const plain = await transformWithOxc(await read(name), name, { target: 'es2022' });
    const body = plain.code.replaceAll(/(from ["']\.\/\w+)\.ts(["'])/g, '$1.js$2');
    return { contentType: 'text/javascript; charset=utf-8', body };
  };
  return new Map([
    ['index.html', { contentType: 'text/html; charset=utf-8', body: await read('index.html') }],
    ['page.css', { contentType: 'text/css; charset=utf-8', body: await read('page.css') }],
    ['page.js', await script('page.ts')],
    ['words.js', await script('words.ts')],
  ]);
}
