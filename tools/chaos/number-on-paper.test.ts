import { expect, it } from 'vitest';
import { renderPdf } from '../../src-server/documents/pdf.ts';
import { numberOn } from './number-on-paper.ts';

const paper = (title: string) => renderPdf([], { title, createdAt: '2026-11-27T09:00:00.000Z' });

it('reads the number of a certificate off its paper', async () => {
  expect(numberOn(Buffer.from(await paper('参保证明 YP20261127000042')))).toBe('YP20261127000042');
});

it('a paper without one, or a torn one, has none', async () => {
  expect(numberOn(Buffer.from(await paper('参保证明')))).toBeNull();
  expect(numberOn(Buffer.from('%PDF-1.7'))).toBeNull();
});
