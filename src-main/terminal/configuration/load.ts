import type { Profile } from '../../../devices/manager/profile.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Item } from '../../../src-shared/service/item.ts';
import type { YamlProblem } from '../../../src-shared/yaml-file.ts';
import type { Categories } from '../catalogue/catalogue.ts';
import type { CheckedBefore } from './checked-before.ts';
import { applyEnvironment, type Environment } from './environment.ts';
import { readConfigurationFiles } from './files.ts';
import type { TerminalSettings } from './terminal-settings.ts';

/** File (or environment variable), line and column from 1, path, what was expected, and a line for a person. */
export type ConfigurationProblem = YamlProblem;

/** All that a site edits, checked as a whole. */
export interface Configuration {
  /** First 12 hex digits of the SHA-256 of the content: the same on every machine with the same files. */
  readonly version: string;
  readonly settings: TerminalSettings;
  /** Of the devices that the settings name, by name. */
  readonly profiles: Readonly<Record<string, Profile>>;
  readonly categories: Categories;
  /** In the order of their codes. */
  readonly items: readonly Item[];
}

/**
 * Reads the configuration below `directory` (`config`). All problems of all files are told at once, and with any
 * problem there is no configuration: nothing starts half.
 *
 * @param environment ports and paths of a development machine in place of those of the files; see environment.ts.
 * @param before what was checked before and need not be again.
 */
export async function loadConfiguration(
  directory: string,
  environment: Environment = {},
  before?: CheckedBefore,
): Promise<Result<Configuration, ConfigurationProblem[]>> {
  const files = readConfigurationFiles(directory);
  const known = before?.find(files);
  // Parser and schemas are loaded for files that are new only.
  const checked =
    known === undefined
      ? (await import('./check.ts')).checkConfiguration(files)
      : { site: known, settings: known.settings, problems: [] };
  const { site, settings } = checked;
  if (known === undefined && site !== undefined) before?.keep(files, site);

  const problems = [...checked.problems];
  const here = settings && applyEnvironment(settings, environment);
  if (here?.ok === false) problems.push(...here.error);
  if (site === undefined || !here?.ok) return err(problems);
  return ok({ ...site, settings: here.value });
}
