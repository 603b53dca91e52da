import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { named, shippedItem } from '../../../src-shared/service/test-items.ts';
import { searchItems } from './search.ts';

const certificate = shippedItem();
const tax = named('TAX-PRT-001', '税收完税证明（表格式）开具', 'Tax payment certificate', ['完税证明']);
const pensionCheck = named('SIN-REG-002', '养老保险待遇资格认证', 'Pension entitlement confirmation', [
  '养老认证',
]);
const card = named('SSC-QRY-001', '社会保障卡状态查询', 'Social security card status', ['社保卡查询']);
const medical = named('MED-REG-001', '异地就医备案', 'Medical care elsewhere', ['医保异地']);
const items = [tax, pensionCheck, card, medical, certificate];

async function codes(query: string): Promise<string[]> {
  return (await searchItems(items, query)).map(({ code }) => code);
}

describe('finds the participation certificate first', () => {
  test.each([
    // characters
    ['参保'],
    ['参保证明'],
    ['社保证明'],
    ['社会保险参保证明'],
    ['社会保险参保证明（个人专用）打印'],
    ['个人专用'],
    ['买房'],
    ['买房要用的社保'],
    ['居住证'],
    ['社保 证明'],
    ['证明，参保'],
    ['我想打印参保证明'],
    ['参保证明在哪里打'],
    // full pinyin, the last syllable unfinished
    ['canbao'],
    ['CANBAO'],
    ['canba'],
    ['canbaozhengming'],
    ['can bao zheng ming'],
    ['shebaozhengming'],
    ['shehuibaoxiancanbao'],
    ['maifang'],
    // initials
    ['cbzm'],
    ['sbzm'],
    ['shbxcb'],
    ['CBZM'],
    // sounds of the south
    ['canbaozenmin'],
    ['sebaozengming'],
    // one slip
    ['canbaozhegming'],
    ['canbaozhenming'],
    ['canbaoxhengming'],
    ['cnabao'],
    ['cambao'],
    ['canbbao'],
    // characters of the same sound
    ['餐保证明'],
    // English
    ['social insurance'],
    ['insurance'],
    ['Participation'],
    ['proof of social security'],
    ['socail insurance'],
    ['individual certificate'],
  ])('%s', async (query) => {
    expect((await codes(query))[0]).toBe('SIN-PRT-001');
  });
});

describe('does not find what is not there', () => {
  test.each([
    ['养老'],
    ['yanglao'],
    ['公积金'],
    ['gongjijin'],
    ['gjj'],
    ['完税'],
    ['wanshui'],
    ['护照'],
    ['passport'],
    ['医疗费'],
    ['身份证'],
    ['x'],
    ['qqqq'],
    ['12345'],
    ['社保 护照'],
    [''],
    ['   '],
    ['。，！'],
  ])('%s', async (query) => {
    expect((await searchItems([certificate], query)).map(({ code }) => code)).toEqual([]);
  });
});

test('an exact name comes before a part of another', async () => {
  expect(await codes('养老认证')).toEqual(['SIN-REG-002']);
  expect(await codes('完税证明')).toEqual(['TAX-PRT-001']);
  expect((await codes('证明')).sort()).toEqual(['SIN-PRT-001', 'TAX-PRT-001']);
  expect(await codes('社保')).toContain('SSC-QRY-001');
  expect(await codes('social security card')).toEqual([
    'SSC-QRY-001',
    ...(await codes('social security card')).slice(1),
  ]);
});

test('one letter finds what begins with it', async () => {
  expect(await codes('t')).toEqual(['TAX-PRT-001']);
});

test('a letter inside a syllable begins nothing', async () => {
  expect(await searchItems([certificate], 'anbao')).toEqual([]);
});

test('at most six', async () => {
  const many = Array.from({ length: 9 }, (_, index) =>
    named(`TAX-QRY-00${index}`, `证明${index}`, `Proof ${index}`),
  );
  expect(await searchItems(many, '证明')).toHaveLength(6);
});

test('anything may be typed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (query) => {
      const found = await searchItems(items, query);
      expect(found.length).toBeLessThanOrEqual(6);
      expect(new Set(found).size).toBe(found.length);
    }),
  );
});

test('any one slip after the first letter of a long name is forgiven', async () => {
  const full = 'canbaozhengming';
  const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: full.length - 1 }), letter, async (at, wrong) => {
      const slips = [
        full.slice(0, at) + wrong + full.slice(at + 1),
        full.slice(0, at) + full.slice(at + 1),
        full.slice(0, at) + wrong + full.slice(at),
      ];
      for (const slip of slips) expect((await searchItems([certificate], slip)).length, slip).toBe(1);
    }),
  );
});
