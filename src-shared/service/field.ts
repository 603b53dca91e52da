import { z } from 'zod';
import { text } from '../text.ts';

/**
 * What an item asks a citizen, one question a screen. The same definition draws the question, checks the answer on the
 * terminal, and checks it again at the centre.
 */

export const fieldOption = z.strictObject({
  value: z.string().min(1).max(60),
  label: text,
  detail: text.optional(),
});
export type FieldOption = z.infer<typeof fieldOption>;

/** Listed here, or given by the centre for this person: their cars, the free hours of a hall. */
const options = z.union([z.array(fieldOption).min(1).max(60), z.literal('fromCentre')]);

const common = {
  id: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a name in camelCase'),
  /** The question. */
  label: text,
  hint: text.optional(),
  /** Asked only where an earlier answer is one of these. */
  when: z.strictObject({ field: z.string(), is: z.array(z.string()).min(1) }).optional(),
  /** Shown masked once it is given. */
  sensitive: z.boolean().default(false),
};

export const field = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('choice'), options }),
  z.strictObject({
    ...common,
    type: z.literal('choices'),
    options,
    least: z.int().min(0).default(1),
    most: z.int().min(1).default(60),
  }),
  /** `YYYY-MM`, so many months before and after this one. */
  z.strictObject({
    ...common,
    type: z.literal('month'),
    back: z.int().min(0).max(600),
    ahead: z.int().min(0).max(120).default(0),
    /** Not before the month of that answer. */
    notBefore: z.string().optional(),
  }),
  /** `YYYY`, so many years before and after this one. */
  z.strictObject({
    ...common,
    type: z.literal('year'),
    back: z.int().min(0).max(30),
    ahead: z.int().min(0).max(5).default(0),
    notBefore: z.string().optional(),
  }),
  /** `YYYY-MM-DD`, so many days before and after today. */
  z.strictObject({
    ...common,
    type: z.literal('date'),
    back: z.int().min(0).max(45_000),
    ahead: z.int().min(0).max(3_650).default(0),
    notBefore: z.string().optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('digits'),
    least: z.int().min(1).max(40),
    most: z.int().min(1).max(40),
  }),
  /** Capital letters and digits: a plate, a unified social credit code, the number of an invoice. */
  z.strictObject({
    ...common,
    type: z.literal('code'),
    least: z.int().min(1).max(40),
    most: z.int().min(1).max(40),
  }),
  /** An identity number with its check digit (GB 11643). */
  z.strictObject({ ...common, type: z.literal('idNumber') }),
  /** Whole fen, typed in yuan. */
  z.strictObject({
    ...common,
    type: z.literal('amount'),
    least: z.int().min(0),
    most: z.int().min(1).max(100_000_000_00),
  }),
]);
export type Field = z.infer<typeof field>;

export const answer = z.union([z.string().max(200), z.array(z.string().max(60)).max(60)]);
export type Answer = z.infer<typeof answer>;
/** By the id of the field. An amount is its fen in digits. */
export const answers = z.record(z.string().max(40), answer);
export type Answers = z.infer<typeof answers>;
