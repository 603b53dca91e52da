/** The number of the certificate that this PDF is, which stands in its metadata; null: none does. */
export function numberOn(pdf: Buffer): string | null {
  return /YP\d{14}/.exec(pdf.toString('latin1'))?.[0] ?? null;
}
