import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectDirectory } from '../host.ts';
import { mutations } from './mutations.ts';

it.each(mutations)('the code has the place once: $name', ({ file, find, replace }) => {
  expect(readFileSync(join(projectDirectory, file), 'utf8').split(find)).toHaveLength(2);
  expect(replace).not.toBe(find);
});
