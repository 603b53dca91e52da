import type { Sheet, SheetCell } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';

/** Sheets as registers give them: most are a few rows, or rows and a table. */

export const text = (zh: string, en: string): Text => ({ zh, en });

type Row = readonly [label: Text, value: SheetCell, weight?: 'strong'];

export function fieldsSheet(title: Text, rows: readonly Row[], note?: Text): Sheet {
  return {
    title,
    sections: [
      {
        kind: 'fields',
        rows: rows.map(([label, value, weight]) =>
          weight === 'strong' ? { label, value, strong: true } : { label, value },
        ),
      },
      ...(note === undefined ? [] : [{ kind: 'note' as const, text: note }]),
    ],
  };
}

type Column = readonly [label: Text, align: 'start' | 'middle' | 'end'];

export function tableSheet(
  title: Text,
  columns: readonly Column[],
  rows: readonly (readonly SheetCell[])[],
  above: readonly Row[] = [],
  note?: Text,
): Sheet {
  const { sections } = above.length === 0 ? { sections: [] } : fieldsSheet(title, above);
  return {
    title,
    sections: [
      ...sections,
      {
        kind: 'table',
        columns: columns.map(([label, align]) => ({ label, align })),
        rows: rows.map((row) => [...row]),
      },
      ...(note === undefined ? [] : [{ kind: 'note' as const, text: note }]),
    ],
  };
}
