import type { Item } from '../../../src-shared/service/item.ts';
import { stepOf } from '../../../src-shared/service/item-parts.ts';
import type { ItemSummary, ScreenOf } from '../../../src-shared/view.ts';

/** An item as a tile or a search result. `unavailable` is what it lacks here and now. */
export function toSummary(item: Item, unavailable: ItemSummary['unavailable']): ItemSummary {
  const { code, name, summary, categoryId } = item;
  return { code, name, summary, categoryId, unavailable };
}

/** What a person should know before beginning. */
export function toNotice(item: Item): ScreenOf<'notice'>['notice'] {
  const { kind: _, ...notice } = stepOf(item, 'notice');
  return notice;
}
