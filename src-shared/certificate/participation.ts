import { z } from 'zod';

/** What a social insurance participation certificate (社会保险参保证明) says. Amounts are integers of fen. */

/** A calendar month, `YYYY-MM`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');

export const scheme = z.enum(['pension', 'medical', 'workInjury', 'maternity', 'unemployment']);
export type Scheme = z.infer<typeof scheme>;

const fen = z.int().min(0);
const contribution = z.strictObject({ base: fen, paid: fen });

export const participation = z.strictObject({
  person: z.strictObject({
    name: z.string().min(1),
    idNumber: z.string().min(15).max(18),
    /** GB/T 2261: 1 male, 2 female. */
    sex: z.enum(['male', 'female']),
  }),
  /** Place of participation, as printed. */
  regionName: z.string(),
  authorityName: z.string(),
  period: z.strictObject({ from: month, to: month }),
  schemes: z.array(
    z.strictObject({ scheme, state: z.enum(['active', 'suspended', 'none']), since: month.nullable() }),
  ),
  employers: z.array(z.strictObject({ number: z.string(), name: z.string() })),
  months: z.array(
    z.strictObject({
      month,
      employerNumber: z.string(),
      pension: contribution.nullable(),
      medical: contribution.nullable(),
      unemployment: contribution.nullable(),
      status: z.enum(['paid', 'owed', 'makeUp']),
      remark: z.string(),
    }),
  ),
  /** Who asked for it in the person's place, masked; absent where the person did. */
  agent: z.string().optional(),
});
export type Participation = z.infer<typeof participation>;

/** What the authority adds when it issues the certificate. */
export interface Issue {
  /** The number on the paper; the same on every reprint. */
  readonly certificateNumber: string;
  /** What a reader types on the verification page. */
  readonly verificationCode: string;
  readonly verificationUrl: string;
  /** ISO 8601. */
  readonly issuedAt: string;
}
