import type { Symbology } from '../../contract/barcode-reader.ts';

/** ISO/IEC 15424: `]`, a letter for the symbology, a digit or letter for how it was read. */
const identifier = /^\][A-Za-z][0-9A-Za-z]$/;

const byLetter: Readonly<Record<string, Symbology>> = {
  A: 'code39',
  C: 'code128',
  E: 'ean13',
  F: 'codabar',
  G: 'code93',
  H: 'code11',
  I: 'itf',
  L: 'pdf417',
  M: 'msi',
  Q: 'qrCode',
  U: 'maxiCode',
  d: 'dataMatrix',
  e: 'rss',
  z: 'aztecCode',
};

/** Where the third character names another symbology: EAN-8, and Code 128 with GS1 data (EAN-128). */
const exactly: Readonly<Record<string, Symbology>> = { ']E4': 'ean8', ']C1': 'ean128' };

/** @returns null for an identifier that is none. */
export function aimIdentifier(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1');
  return identifier.test(text) ? text : null;
}

export function symbologyOf(aim: string | null): Symbology | null {
  if (aim === null) return null;
  return exactly[aim] ?? byLetter[aim.charAt(1)] ?? null;
}
