import { expect, test } from 'vitest';
import type { Module } from '../../../src-shared/service/item-parts.ts';
import { itemLike, shippedItem } from '../../../src-shared/service/test-items.ts';
import { Catalogue, type Categories } from './catalogue.ts';
import { toNotice, toSummary } from './present.ts';

const grouping: Categories = {
  categories: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({ id, name: { zh: id, en: id }, icon: id })),
  frequent: ['TAX-PRT-002', 'SIN-PRT-001'],
};
const all = new Set<Module>(['identityCardReader', 'documentPrinter', 'receiptPrinter']);
const first = itemLike({ categoryId: 'a' });
const second = itemLike({
  code: 'TAX-PRT-002',
  categoryId: 'b',
  modules: { required: ['receiptPrinter'], optional: [] },
});

test('a category is shown with its count, and not when it is empty', () => {
  const catalogue = new Catalogue([first, second], grouping, all);
  expect(catalogue.categories().map(({ id, count }) => [id, count])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect(catalogue.itemsOf('a')).toEqual([first]);
});

test('an item that needs a module which this machine lacks hides itself everywhere', async () => {
  const catalogue = new Catalogue(
    [first, second],
    grouping,
    new Set<Module>(['identityCardReader', 'documentPrinter']),
  );
  expect(catalogue.categories().map(({ id }) => id)).toEqual(['a']);
  expect(catalogue.item('TAX-PRT-002')).toBeUndefined();
  expect(catalogue.frequent()).toEqual([first]);
  expect(await catalogue.search('参保证明')).toEqual([first]);
});

test('of items that answer a query as well, those that most people come for are found first', async () => {
  const third = itemLike({ code: 'SIN-PRT-009', categoryId: 'a' });
  const catalogue = new Catalogue([third, first, second], grouping, all);
  expect(await catalogue.search('cbzm')).toEqual([second, first, third]);
});

test('what is frequent comes in the order of the file', () => {
  expect(new Catalogue([first, second], grouping, all).frequent()).toEqual([second, first]);
});

test('an item is presented without its settings', () => {
  const item = shippedItem();
  expect(toSummary(item, 'documentPrinter')).toEqual({
    code: 'SIN-PRT-001',
    name: item.name,
    summary: item.summary,
    categoryId: 'socialInsurance',
    unavailable: 'documentPrinter',
  });
  const notice = toNotice(item);
  expect(Object.keys(notice).sort()).toEqual(['cost', 'duration', 'get', 'more', 'need', 'who']);
  expect(notice.more.map(({ zh }) => zh).join()).toContain('请以当地为准');
});
