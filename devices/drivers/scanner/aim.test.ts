import { describe, expect, it } from 'vitest';
import { aimIdentifier, symbologyOf } from './aim.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('an AIM identifier', () => {
  it.each([
    [']Q1', 'qrCode'],
    [']d2', 'dataMatrix'],
    [']C0', 'code128'],
    [']C1', 'ean128'],
    [']E0', 'ean13'],
    [']E4', 'ean8'],
    [']e0', 'rss'],
    [']z3', 'aztecCode'],
    [']A0', 'code39'],
    [']L2', 'pdf417'],
  ])('%s names %s', (identifier, symbology) => {
    expect(aimIdentifier(bytes(identifier))).toBe(identifier);
    expect(symbologyOf(identifier)).toBe(symbology);
  });

  it('of a symbology without a name here is one all the same', () => {
    expect(aimIdentifier(bytes(']X0'))).toBe(']X0');
    expect(symbologyOf(']X0')).toBeNull();
  });

  it.each(['', ']', ']Q', '[Q1', ']11', ']Q1 ', 'Q1]', ']Q\n'])('is not %j', (text) => {
    expect(aimIdentifier(bytes(text))).toBeNull();
  });

  it('may be missing', () => {
    expect(symbologyOf(null)).toBeNull();
  });
});
