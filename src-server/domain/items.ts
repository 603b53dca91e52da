import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type IdentityProfile, type Item, itemSchema, type StepOf } from '../../src-shared/service/item.ts';
import { fieldsOf, relationRulesOf } from '../../src-shared/service/item-parts.ts';
import type { Text } from '../../src-shared/text.ts';
import { parseYaml } from '../../src-shared/yaml-file.ts';

/** What the centre must know of an item: the terminal is not asked how surely somebody has to be known. */
export interface KnownItem {
  readonly code: string;
  readonly name: Text;
  readonly identityProfile: IdentityProfile;
  readonly fields: ReturnType<typeof fieldsOf>;
  /** Papers that have to come with it, or may follow. */
  readonly materials: readonly Pick<Material, 'id' | 'name' | 'by'>[];
  /** Papers that may follow. */
  readonly promises: readonly PromiseOffered[];
  /** For whom it may be done by somebody else; empty where by nobody. */
  readonly relations: ReturnType<typeof relationRulesOf>;
  /** It prints the participation certificate, which has calls of its own. */
  readonly participation: boolean;
}

type Material = StepOf<'materials'>['materials'][number];

/** A paper that may follow within so many days, and what happens if it does not. */
export interface PromiseOffered {
  readonly code: string;
  readonly material: Text;
  readonly days: number;
  readonly consequence: Text;
}

/** The items of config/services by code. Throws, naming file and line, on a malformed file. */
export function loadItems(directory: string): ReadonlyMap<string, KnownItem> {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return new Map(files.map((file) => readItem(directory, file)).map((item) => [item.code, known(item)]));
}

function readItem(directory: string, file: string): Item {
  const schema = itemSchema({ code: basename(file, '.yaml'), categoryIds: undefined });
  const parsed = parseYaml(readFileSync(join(directory, file), 'utf8'), `services/${file}`, schema);
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  return parsed.value;
}

function known(item: Item): KnownItem {
  const { code, name: itemName, identityProfile } = item;
  const materials = item.steps.flatMap((step) => (step.kind === 'materials' ? step.materials : []));
  const promises = materials.flatMap(({ id, name, promise }) =>
    promise === undefined ? [] : [{ code: id, material: name, ...promise }],
  );
  const participation = item.steps.some(
    (step) => step.kind === 'print' && step.document === 'participationCertificate',
  );
  return {
    code,
    name: itemName,
    identityProfile,
    fields: fieldsOf(item),
    materials,
    promises,
    relations: relationRulesOf(item),
    participation,
  };
}
