import { z } from 'zod';
import { text } from '../text.ts';

/** Papers that are given to the centre: by an e-licence that exists, from the phone, or by the camera of the terminal. */

/** An e-licence of the person or the company, as it may be shown: its number masked. */
export const licence = z.strictObject({
  /** Opaque; of the platform that keeps it. */
  licenceId: z.string().min(1).max(80),
  materialId: z.string().max(40),
  issuer: text,
  numberMasked: z.string(),
  /** Null: for life. */
  validUntil: z.iso.date().nullable(),
  state: z.enum(['valid', 'expired', 'revoked']),
});
export type Licence = z.infer<typeof licence>;

/** Pages of one paper. */
export const mostPages = 10;
/**
 * Bytes of a page: of the JPEG that a terminal's camera gives, and of the picture that the centre keeps and shows again. An A4
 * sheet of 2,400 pixels full of print has about half of it.
 */
export const mostPageBytes = 1_500_000;
/** Characters that so many bytes have as base64. */
export const base64Length = (bytes: number) => 4 * Math.ceil(bytes / 3);
/** Bytes of a call that brings a page, with room to say that a page is too large instead of hanging up. */
export const largestPageCall = 2 * base64Length(mostPageBytes);

export const pageKind = z.enum(['jpeg', 'png', 'pdf']);
export type PageKind = z.infer<typeof pageKind>;

/** A file that was taken down; a PDF may have several sheets. */
export const paperPageSummary = z.strictObject({
  kind: pageKind,
  bytes: z.int().positive(),
  /** Null where the file does not say it in clear. */
  sheets: z.int().min(1).nullable(),
});

/** Why a file was not taken. */
export const pageProblem = z.enum(['notAPicture', 'damaged', 'tooLarge', 'tooMany', 'encrypted', 'empty']);
export type PageProblem = z.infer<typeof pageProblem>;

/** `open`: still being taken. `given`: the phone said that this is all. `over`: too late, used, or thrown away. */
export const paperState = z.enum(['open', 'given', 'over']);

/** What the citizen gives for one paper. */
export const givenPaper = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('eLicence'),
    materialId: z.string().max(40),
    licenceId: z.string().max(80),
  }),
  z.strictObject({ kind: z.literal('upload'), materialId: z.string().max(40), paperId: z.uuid() }),
]);
export type GivenPaper = z.infer<typeof givenPaper>;
