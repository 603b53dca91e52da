import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { type Profile, readProfile } from '../../../devices/manager/profile.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type Item, itemSchema } from '../../../src-shared/service/item.ts';
import { parseYaml, type YamlProblem } from '../../../src-shared/yaml-file.ts';
import { type Categories, categoriesSchema } from '../catalogue/catalogue.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import type { CheckedFiles } from './checked-files.ts';
import { applyEnvironment, type Environment } from './environment.ts';
import { type TerminalSettings, terminalSchema } from './terminal-settings.ts';

/** File (or environment variable), line and column from 1, path, what was expected, and a line for a person. */
export type ConfigurationProblem = YamlProblem;

/** All that a site edits, checked as a whole. */
export interface Configuration {
  /** First 12 hex digits of the SHA-256 of the content: the same on every machine with the same files. */
  readonly version: string;
  readonly settings: TerminalSettings;
  readonly categories: Categories;
  /** In the order of their codes. */
  readonly items: readonly Item[];
}

/**
 * Reads the configuration below `directory` (`config`). All problems of all files are told at once, and with any
 * problem there is no configuration: nothing starts half.
 *
 * @param environment ports and paths of a development machine in place of those of the files; see environment.ts.
 * @param checked what was checked before and need not be again.
 */
export async function loadConfiguration(
  directory: string,
  environment: Environment = {},
  checked?: CheckedFiles,
): Promise<Result<Configuration, ConfigurationProblem[]>> {
  const problems: ConfigurationProblem[] = [];
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const text = await readText(join(directory, file));
    const parsed = text.ok ? parseYaml(text.value, file, schema) : err([missing(file, text.error)]);
    if (parsed.ok) return parsed.value;
    problems.push(...parsed.error);
    return undefined;
  };

  const profileNames = (await listYaml(directory, 'devices', problems)).map((file) =>
    basename(file, '.yaml'),
  );
  const settings = await read('terminal.yaml', terminalSchema(profileNames));
  // Profiles of other devices are none of this terminal's business: neither their mistakes, nor the time they take.
  const named = new Set(settings?.devices.map(({ profile }) => profile) ?? profileNames);
  const profiles: Record<string, Profile> = {};
  for (const name of named) {
    const profile = await readProfile(join(directory, 'devices'), name);
    if (profile.ok) profiles[name] = profile.value;
    else problems.push(...profile.error);
  }
  const faceCamera = settings?.face?.camera;
  const looksAtFaces = settings?.devices.find(({ id }) => id === faceCamera)?.profile ?? '';
  if (faceCamera !== undefined && profiles[looksAtFaces]?.class !== 'camera')
    problems.push(missing('terminal.yaml: face.camera', faceCamera, 'the id of a camera among the devices'));
  const serviceFiles = await listYaml(directory, 'services', problems);
  const codes = serviceFiles.map((file) => basename(file, '.yaml'));
  const categories = await read('categories.yaml', categoriesSchema(codes));
  const categoryIds = categories?.categories.map(({ id }) => id);
  const items: Item[] = [];
  const texts = await Promise.all(serviceFiles.map((file) => readText(join(directory, file))));
  for (const [index, file] of serviceFiles.entries()) {
    const text = texts[index];
    const expected = { code: codes[index] ?? '', categoryIds };
    const before = text?.ok ? checked?.find<Item>(text.value, expected) : undefined;
    const item = before ?? (await read(file, itemSchema(expected)));
    if (item === undefined) continue;
    items.push(item);
    if (before === undefined && text?.ok) checked?.keep(text.value, expected, item);
  }
  checked?.save();

  const here = settings && applyEnvironment(settings, environment);
  if (here?.ok === false) problems.push(...here.error);
  if (settings === undefined || !here?.ok || categories === undefined || problems.length > 0)
    return err(problems);
  // The places of a development machine are no other configuration.
  const used = settings.devices.map(({ profile }) => profiles[profile] ?? null);
  const version = versionOf({ settings, profiles: used, categories, items });
  return ok({ version, settings: here.value, categories, items });
}

function versionOf(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 12);
}

async function readText(file: string): Promise<Result<string, string>> {
  try {
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** A file with another ending would be passed over in silence, so that it is a problem. */
async function listYaml(
  directory: string,
  folder: string,
  problems: ConfigurationProblem[],
): Promise<string[]> {
  const names = await readdir(join(directory, folder)).catch(() => []);
  if (names.length === 0) problems.push(missing(`${folder}/`, 'an empty folder or none'));
  const visible = names.filter((name) => !name.startsWith('.') && name !== 'README.md').sort();
  for (const name of visible)
    if (!name.endsWith('.yaml'))
      problems.push(missing(`${folder}/${name}`, name, 'a name that ends in .yaml'));
  return visible.filter((name) => name.endsWith('.yaml')).map((name) => `${folder}/${name}`);
}

function missing(file: string, found: string, expected = 'a readable file'): ConfigurationProblem {
  const message = `${file}:1:1 expected ${expected}, found ${found}`;
  return { file, line: 1, column: 1, path: '', expected, message };
}
