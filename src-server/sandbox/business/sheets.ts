import type { Sheet, SheetCell, SheetSection } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';

/** Sheets of registers, with fewer words. */

export const words = (zh: string, en: string): Text => ({ zh, en });

type Row = readonly [zh: string, en: string, value: SheetCell, strong?: 'strong'];

export function fieldsSection(rows: readonly Row[], title?: Text): SheetSection {
  return {
    kind: 'fields',
    ...(title === undefined ? {} : { title }),
    rows: rows.map(([zh, en, value, strong]) => ({
      label: { zh, en },
      value,
      ...(strong === undefined ? {} : { strong: true }),
    })),
  };
}

type Column = readonly [zh: string, en: string, align?: 'middle' | 'end'];

export function tableSection(
  columns: readonly Column[],
  rows: readonly (readonly SheetCell[])[],
  title?: Text,
): SheetSection {
  return {
    kind: 'table',
    ...(title === undefined ? {} : { title }),
    columns: columns.map(([zh, en, align]) => ({ label: { zh, en }, align: align ?? 'start' })),
    rows: rows.map((cells) => [...cells]),
  };
}

export const noteSection = (zh: string, en: string): SheetSection => ({ kind: 'note', text: { zh, en } });

export const sheetWith = (title: Text, ...sections: readonly SheetSection[]): Sheet => ({
  title,
  sections: [...sections],
});
