import '../src-shared/jitless.ts';
import { z } from 'zod';
import { type ItemSummary, itemSummary, type View, view } from '../src-shared/view.ts';

/** What comes from the terminal follows the contract, or the link ends. */
export function checkView(given: unknown): View {
  return checked(view, given);
}

export function checkItems(given: unknown): readonly ItemSummary[] {
  return checked(z.array(itemSummary), given);
}

/** Nothing of the view goes into the message, which is logged: only where it is wrong, and what was expected. */
function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`broken view: ${first?.path.join('.')}: ${first?.code}`);
}
