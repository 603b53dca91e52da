import { expect, test } from 'vitest';
import { sheet } from '../../../src-shared/service/sheet.ts';
import { fieldsSection, noteSection, sheetWith, tableSection, words } from './sheets.ts';

test('what is made here is a sheet of the contract', () => {
  const made = sheetWith(
    words('标题', 'Title'),
    fieldsSection([
      ['余额', 'Balance', '¥1.00', 'strong'],
      ['状态', 'State', words('正常', 'Normal')],
    ]),
    tableSection(
      [
        ['日期', 'Day'],
        ['金额', 'Amount', 'end'],
      ],
      [['2026-11-01', '¥1.00']],
      words('明细', 'Details'),
    ),
    noteSection('说明', 'Note'),
  );
  expect(sheet.parse(made)).toEqual(made);
});
