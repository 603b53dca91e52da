import type { Range } from '../centre.ts';
import type { ItemContext, Person } from '../context.ts';

/** Who passed the second factor. Throws when an item file orders its steps wrongly. */
export function verifiedPerson(context: ItemContext): Person & { readonly token: string } {
  const { person } = context.found;
  if (person === null || person.token === null) throw new Error(`${context.item.code}: a step before verify`);
  return { ...person, token: person.token };
}

/** What the steps before this one must have found. Throws when an item file orders its steps wrongly. */
export function needed(context: ItemContext): {
  readonly person: ReturnType<typeof verifiedPerson>;
  readonly range: Range;
} {
  const person = verifiedPerson(context);
  const { range } = context.found;
  if (range === null) throw new Error(`${context.item.code}: a step before parameters`);
  return { person, range };
}
