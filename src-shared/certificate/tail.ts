import type { PaperMark } from '../paper.ts';
import type { Issue, Participation } from './participation.ts';
import { left, right } from './sheet.ts';
import { mm } from './table.ts';
import { wrapText } from './text-width.ts';
import { chinaTime } from './words.ts';

const size = 8;
const pitch = size * 1.4 * mm;
const gap = 4;
const qrSide = 27;
const sealRadius = 14;
const sealWidth = 46;
const notesLeft = left + qrSide + 5;
const notesWidth = right - sealWidth - 4 - notesLeft;

const notes = [
  '1. 本证明的数据来自参保地社会保险经办系统，受缴费到账和数据汇总影响，可能滞后 1 至 3 个月，以经办机构最新记录为准。',
  '2. 本证明加盖电子印章后有效，无需另行加盖公章。',
  '3. 扫描左侧二维码，或在验证网页输入验证码，可核对真伪。',
  '4. 金额单位为元。“—”表示未选择该险种或当月无该险种记录。',
];

/** Millimetres that notes, QR code and seal take under the table. */
export function tailHeight(participation: Participation): number {
  return (
    gap + Math.max((noteLines(participation).length + 1) * pitch, qrSide + pitch, sealHeight(participation))
  );
}

/** QR code at the left, notes in the middle, the place of the seal at the right. */
export function drawTail(participation: Participation, issue: Issue | null, top: number): PaperMark[] {
  const y = top + gap;
  const sealX = right - sealWidth / 2;
  const below = y + 2 * sealRadius + pitch;
  const authority = authorityLines(participation);
  const lines = ['说明', ...noteLines(participation)];
  return [
    { kind: 'qr', x: left, y, side: qrSide, value: issue?.verificationUrl ?? null },
    text(left + qrSide / 2, y + qrSide + pitch * 0.8, '扫码验证真伪', 'middle'),
    ...lines.map((line, index) => text(notesLeft, y + (index + 0.75) * pitch, line, 'start', index === 0)),
    { kind: 'seal', x: sealX, y: y + sealRadius, radius: sealRadius, text: '样张 电子印章处' },
    ...authority.map((line, index) => text(sealX, below + index * pitch, line, 'middle', true)),
    ...(issue === null
      ? []
      : [text(sealX, below + authority.length * pitch, chinaTime(issue.issuedAt).date, 'middle')]),
  ];
}

function sealHeight(participation: Participation): number {
  return 2 * sealRadius + (authorityLines(participation).length + 1.5) * pitch;
}

function noteLines({ agent }: Participation): string[] {
  const all = agent === undefined ? notes : [...notes, `${notes.length + 1}. ${agent}。`];
  return all.flatMap((note) => wrapText(note, notesWidth / (size * mm)));
}

function authorityLines(participation: Participation): string[] {
  return wrapText(participation.authorityName, sealWidth / (size * mm));
}

function text(
  x: number,
  y: number,
  value: string,
  anchor: 'start' | 'middle' | 'end',
  bold = false,
): PaperMark {
  return { kind: 'text', x, y, size, text: value, anchor, weight: bold ? 'bold' : 'regular' };
}
