import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What was kept there last; undefined when nothing ever was. */
export function readKept<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** Keeps what it is given: whole or not at all, whenever the process ends. */
export function keeper<T>(file: string): (kept: T) => void {
  let last = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return (kept) => {
    const text = JSON.stringify(kept);
    if (text === last) return;
    last = text;
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
}
