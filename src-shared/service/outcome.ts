import { z } from 'zod';
import { text } from '../text.ts';
import { outcomeKinds } from './outcome-kind.ts';
import { sheet } from './sheet.ts';

export const outcomeKind = z.enum(outcomeKinds);

/**
 * What became of a matter: said on the screen and on the slip, with the reason, the law, the remedy and the way to a
 * person.
 */
export const outcome = z.strictObject({
  kind: outcomeKind,
  /** Under which it is found again; null where nothing was taken down. */
  number: z.string().max(40).nullable(),
  sentences: z.array(text).min(1).max(12),
  corrections: z.array(text).max(20),
  promises: z
    .array(z.strictObject({ code: z.string(), material: text, dueDate: z.iso.date(), consequence: text }))
    .max(10),
  law: z.array(z.string()).max(10),
  remedy: text.nullable(),
  human: text,
  /** Promised working days; 0 where it is done. */
  workdays: z.int().min(0).max(365),
  /** Values worth keeping: the number of a queue, the day and place of an appointment. Masked. */
  sheet: sheet.nullable(),
});
export type Outcome = z.infer<typeof outcome>;
