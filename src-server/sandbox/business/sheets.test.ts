import { expect, test } from 'vitest';
import { fieldsSection, noteSection, sheetWith, tableSection, words } from './sheets.ts';
import { documentOf, offeredBy, sheetOf } from './test-question.ts';

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
  expect(sheetOf(made)).toEqual(made);
});

test('a sheet is taken neither for a document nor for options', () => {
  const made = sheetWith(words('标题', 'Title'), noteSection('说明', 'Note'));
  expect(() => documentOf(made)).toThrow('no document');
  expect(() => offeredBy(made)).toThrow('no options');
});
