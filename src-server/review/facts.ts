import { z } from 'zod';
import { isDate } from '../../src-shared/identity-number.ts';
import { text } from '../../src-shared/text.ts';

/** What a decision table may ask about, and what the sources answered. */

const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a name in camelCase');

const factType = z.enum(['boolean', 'integer', 'number', 'text', 'enum', 'date', 'month']);

export const factDeclaration = z
  .strictObject({
    name,
    label: text,
    type: factType,
    /** Of an enum. */
    values: z.array(z.string().min(1)).min(2).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    /** All of them must answer, and answer the same. */
    sources: z.array(name).min(1),
    /** An answer that was true longer ago than this is stale. Exactly this old is not. */
    maxAgeHours: z.int().min(1).max(24),
    /** The citizen can see it and have it corrected: only such a fact lets the machine refuse. */
    objective: z.boolean(),
    /** A clerk sees it only after asking for it. */
    personal: z.boolean().optional(),
  })
  .refine((fact) => (fact.type === 'enum') === (fact.values !== undefined), {
    error: 'values for an enum, and for nothing else',
  });
export type FactDeclaration = z.infer<typeof factDeclaration>;

export const factValue = z.union([z.boolean(), z.number(), z.string().max(200)]);
export type FactValue = z.infer<typeof factValue>;

const instant = z.iso.datetime({ offset: true });

/** One answer of one source. */
export const fact = z.strictObject({
  name,
  source: name,
  /** When it was asked for. */
  retrievedAt: instant,
  /** When it was true by the source's own books; null where the source gave no answer. */
  asOf: instant.nullable(),
  /** Null: the source is down, or did not answer. */
  value: factValue.nullable(),
});
export type Fact = z.infer<typeof fact>;

const schemas = new WeakMap<FactDeclaration, z.ZodType<FactValue>>();

/** The values that a fact of this declaration can have. */
export function valueSchema(declaration: FactDeclaration): z.ZodType<FactValue> {
  const held = schemas.get(declaration) ?? makeSchema(declaration);
  schemas.set(declaration, held);
  return held;
}

function makeSchema(declaration: FactDeclaration): z.ZodType<FactValue> {
  switch (declaration.type) {
    case 'boolean':
      return z.boolean();
    case 'integer':
      return within(z.int(), declaration);
    case 'number':
      return within(z.number(), declaration);
    case 'text':
      return z.string().max(200);
    case 'enum':
      return z.enum(declaration.values ?? []);
    case 'date':
      return z
        .string()
        .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDate(value.replaceAll('-', '')));
    case 'month':
      // Empty: never.
      return z.string().regex(/^(\d{4}-(0[1-9]|1[0-2]))?$/);
  }
}

/**
 * ZEN ends the whole process (a panic in native code, no exception) on a number below 1e-28 or above 1e20. A number is
 * therefore of a size that can be counted, and has at most four decimals: whoever measures rounds.
 */
const largest = 1e12;

function within(number: z.ZodNumber, { minimum, maximum }: FactDeclaration) {
  return number
    .min(Math.max(minimum ?? -largest, -largest))
    .max(Math.min(maximum ?? largest, largest))
    .refine((value) => Math.round(value * 1e4) / 1e4 === value, { error: 'at most four decimals' });
}
