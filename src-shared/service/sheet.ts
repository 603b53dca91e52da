import { z } from 'zod';
import { text } from '../text.ts';

/** What a query found, for the screen and for the slip. Personal data in it is masked already. */

const cell = z.union([z.string().max(400), text]);
export type SheetCell = z.infer<typeof cell>;

export const sheetSection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fields'),
    title: text.optional(),
    rows: z
      .array(z.strictObject({ label: text, value: cell, strong: z.boolean().optional() }))
      .min(1)
      .max(60),
  }),
  z.strictObject({
    kind: z.literal('table'),
    title: text.optional(),
    columns: z
      .array(z.strictObject({ label: text, align: z.enum(['start', 'middle', 'end']) }))
      .min(1)
      .max(8),
    rows: z.array(z.array(cell).max(8)).max(400),
  }),
  z.strictObject({ kind: z.literal('note'), text }),
]);
export type SheetSection = z.infer<typeof sheetSection>;

export const sheet = z.strictObject({ title: text, sections: z.array(sheetSection).min(1).max(20) });
export type Sheet = z.infer<typeof sheet>;
