import { z } from 'zod';
import type { Item } from '../../../src-shared/service/item.ts';
import { lackingModule, type Module } from '../../../src-shared/service/item-parts.ts';
import { text } from '../../../src-shared/text.ts';
import type { Category } from '../../../src-shared/view.ts';
import { searchItems } from './search.ts';

/** config/categories.yaml: how the home screen groups the items, given the codes of those that exist. */
export function categoriesSchema(codes: readonly string[]) {
  return z.strictObject({
    categories: z
      .array(z.strictObject({ id: z.string().min(1), name: text, icon: z.string().min(1) }))
      .min(1)
      .superRefine((all, context) => {
        for (const [index, { id }] of all.entries())
          if (all.findIndex((other) => other.id === id) !== index)
            context.addIssue({ code: 'custom', path: [index, 'id'], message: 'each id once', input: id });
      }),
    /** Codes of the items that most people come for, in the order of the home screen. */
    frequent: z.array(z.enum(codes)).max(4),
  });
}
export type Categories = z.infer<ReturnType<typeof categoriesSchema>>;

/** The items that this terminal offers: those whose required modules it has. The others hide themselves. */
export class Catalogue {
  readonly #items: readonly Item[];
  readonly #categories: Categories;
  /** What most people come for stands before what answers a query as well. */
  readonly #searched: readonly Item[];

  constructor(all: readonly Item[], grouping: Categories, modules: ReadonlySet<Module>) {
    this.#items = all.filter((item) => lackingModule(item, (module) => modules.has(module)) === null);
    this.#categories = grouping;
    this.#searched = [...new Set([...this.frequent(), ...this.#items])];
  }

  /** In the order of the file; a category without an item here is not shown. */
  categories(): Category[] {
    return this.#categories.categories
      .map((category) => ({ ...category, count: this.itemsOf(category.id).length }))
      .filter(({ count }) => count > 0);
  }

  itemsOf(categoryId: string): Item[] {
    return this.#items.filter((item) => item.categoryId === categoryId);
  }

  frequent(): Item[] {
    return this.#categories.frequent.flatMap((code) => this.item(code) ?? []);
  }

  /** Of all items that this terminal offers, in their order. */
  codes(): string[] {
    return this.#items.map(({ code }) => code);
  }

  item(code: string): Item | undefined {
    return this.#items.find((item) => item.code === code);
  }

  /** Best first, at most 6. */
  search(query: string): Promise<Item[]> {
    return searchItems(this.#searched, query);
  }
}
