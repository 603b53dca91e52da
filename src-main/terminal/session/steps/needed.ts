import type { IdentityCard } from '../../../../devices/contract/identity-card-reader.ts';
import type { Range } from '../centre.ts';
import type { ItemContext } from '../context.ts';

/** What the steps before this one must have found. Throws when an item file orders its steps wrongly. */
export function needed(context: ItemContext): {
  readonly person: { readonly card: IdentityCard; readonly token: string };
  readonly range: Range;
} {
  const { person, range } = context.found;
  if (person === null || person.token === null) throw new Error(`${context.item.code}: a step before verify`);
  if (range === null) throw new Error(`${context.item.code}: a step before parameters`);
  return { person: { card: person.card, token: person.token }, range };
}
