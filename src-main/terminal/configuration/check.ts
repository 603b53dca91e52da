import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { z } from 'zod';
import { type Profile, parseProfile } from '../../../devices/manager/profile.ts';
import { type Item, itemSchema } from '../../../src-shared/service/item.ts';
import { parseYaml } from '../../../src-shared/yaml-file.ts';
import { categoriesSchema } from '../catalogue/catalogue.ts';
import { canonicalJson } from '../journal/canonical-json.ts';
import type { ConfigurationFiles } from './files.ts';
import type { Configuration, ConfigurationProblem } from './load.ts';
import { type TerminalSettings, terminalSchema } from './terminal-settings.ts';

export interface Checked {
  readonly problems: readonly ConfigurationProblem[];
  /** Also where something else is wrong. */
  readonly settings: TerminalSettings | undefined;
  /** As the files say, and only where nothing is wrong: places of a development machine are no other configuration. */
  readonly site: Configuration | undefined;
}

/** All files of a configuration, each by its schema and against the others. All problems are told at once. */
export function checkConfiguration(files: ConfigurationFiles): Checked {
  const problems: ConfigurationProblem[] = [];
  const parse = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
    const text = files.get(file);
    if (!text?.ok) {
      problems.push(missing(file, text?.error ?? 'none'));
      return undefined;
    }
    const parsed = parseYaml(text.value, file, schema);
    if (parsed.ok) return parsed.value;
    problems.push(...parsed.error);
    return undefined;
  };

  const profileNames = yamlIn('devices', files, problems);
  const settings = parse('terminal.yaml', terminalSchema(profileNames));
  // Profiles of other devices are none of this terminal's business: neither their mistakes, nor the time they take.
  const named = new Set(settings?.devices.map(({ profile }) => profile) ?? profileNames);
  const profiles: Record<string, Profile> = {};
  for (const name of named) {
    const profile = parseProfile(name, files.get(`devices/${name}.yaml`));
    if (profile.ok) profiles[name] = profile.value;
    else problems.push(...profile.error);
  }
  for (const use of ['face', 'papers'] as const) {
    const camera = settings?.[use]?.camera;
    const profile = settings?.devices.find(({ id }) => id === camera)?.profile ?? '';
    if (camera !== undefined && profiles[profile]?.class !== 'camera')
      problems.push(missing(`terminal.yaml: ${use}.camera`, camera, 'the id of a camera among the devices'));
  }
  const codes = yamlIn('services', files, problems);
  const categories = parse('categories.yaml', categoriesSchema(codes));
  const categoryIds = categories?.categories.map(({ id }) => id);
  const items: Item[] = [];
  for (const code of codes) {
    const item = parse(`services/${code}.yaml`, itemSchema({ code, categoryIds }));
    if (item !== undefined) items.push(item);
  }
  if (settings === undefined || categories === undefined || problems.length > 0)
    return { problems, settings, site: undefined };
  const used = settings.devices.map(({ profile }) => profiles[profile] ?? null);
  const version = versionOf({ settings, profiles: used, categories, items });
  return { problems, settings, site: { version, settings, profiles, categories, items } };
}

function versionOf(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 12);
}

/** Names without ending. A file with another ending would be passed over in silence, so that it is a problem. */
function yamlIn(folder: string, files: ConfigurationFiles, problems: ConfigurationProblem[]): string[] {
  const names = [...files.keys()].filter((name) => name.startsWith(`${folder}/`));
  if (names.length === 0) problems.push(missing(`${folder}/`, 'an empty folder or none'));
  for (const name of names)
    if (!name.endsWith('.yaml')) problems.push(missing(name, basename(name), 'a name that ends in .yaml'));
  return names.filter((name) => name.endsWith('.yaml')).map((name) => basename(name, '.yaml'));
}

function missing(file: string, found: string, expected = 'a readable file'): ConfigurationProblem {
  const message = `${file}:1:1 expected ${expected}, found ${found}`;
  return { file, line: 1, column: 1, path: '', expected, message };
}
