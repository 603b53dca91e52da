import { readFileSync } from 'node:fs';
import { parseYaml } from '../yaml-file.ts';
import { type Item, itemSchema } from './item.ts';

export const schema = itemSchema({ code: 'SIN-PRT-001', categoryIds: ['socialInsurance', 'tax'] });

/** The item as it is shipped. */
export function shippedItem(): Item {
  const file = 'config/services/SIN-PRT-001.yaml';
  const parsed = parseYaml(readFileSync(file, 'utf8'), file, schema);
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  return parsed.value;
}

/** Another item that differs only in what is given. */
export function itemLike(changes: Partial<Item>): Item {
  return { ...shippedItem(), ...changes };
}

/** An item that is known by its names alone. */
export function named(code: string, zh: string, en: string, aliases: string[] = []): Item {
  return itemLike({ code, name: { zh, en }, aliases, everydayWords: [] });
}
