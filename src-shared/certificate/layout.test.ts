import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PaperMark, type PaperPage, paperPage } from '../paper.ts';
import { layoutParticipation } from './layout.ts';
import type { Issue, Participation } from './participation.ts';
import { textWidth } from './text-width.ts';

const issue: Issue = {
  certificateNumber: 'YP20261122000001',
  verificationCode: '7K3M-9QXW-2TVB',
  verificationUrl: 'https://centre.example/verify/7K3M-9QXW-2TVB',
  issuedAt: '2026-11-22T16:30:00.000Z',
};
const issued = { masked: false, specimen: true, printedAt: issue.issuedAt } as const;
const preview = { ...issued, masked: true } as const;

function participationOf(count: number, change: Partial<Participation> = {}): Participation {
  const amount = { base: 539_300, paid: 43_144 };
  return {
    person: { name: '欧阳样本', idNumber: '44520219881212003X', sex: 'female' },
    regionName: '样本省样本市样本区',
    authorityName: '样本市社会保险基金管理局',
    period: { from: '2021-12', to: '2026-11' },
    schemes: [
      { scheme: 'pension', state: 'active', since: '2016-04' },
      { scheme: 'medical', state: 'suspended', since: '2016-04' },
      { scheme: 'maternity', state: 'none', since: null },
    ],
    employers: [{ number: '445202001138', name: '样本市样本纺织有限公司' }],
    months: Array.from({ length: count }, (_, index) => ({
      month: `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
      employerNumber: '445202001138',
      pension: amount,
      medical: amount,
      unemployment: null,
      status: index % 7 === 3 ? ('owed' as const) : ('paid' as const),
      remark: index % 7 === 3 ? '欠缴' : '',
    })),
    ...change,
  };
}

const texts = (page: PaperPage) => page.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
const allTexts = (pages: readonly PaperPage[]) => pages.flatMap(texts).join('\n');

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

/** Where a text is printed, millimetres, by the estimate of its width. */
function boxOf(mark: Extract<PaperMark, { kind: 'text' }>): Box {
  const em = (mark.size * 25.4) / 72;
  const width = textWidth(mark.text) * em;
  const left = mark.x - { start: 0, middle: width / 2, end: width }[mark.anchor];
  return { left, right: left + width, top: mark.y - 0.85 * em, bottom: mark.y + 0.1 * em, text: mark.text };
}
const boxes = (page: PaperPage) => page.marks.flatMap((mark) => (mark.kind === 'text' ? [boxOf(mark)] : []));

/** Nothing outside the paper's margins, no text over another, none across an upright line of a table. */
function expectTidy(pages: readonly PaperPage[]): void {
  const untidy: string[] = [];
  for (const page of pages) {
    paperPage.parse(page);
    const placed = boxes(page);
    for (const box of placed)
      if (box.left < 14 || box.right > page.widthMm - 14 || box.top < 8 || box.bottom > page.heightMm - 8)
        untidy.push(`${box.text} outside`);
    for (const [index, one] of placed.entries())
      for (const other of placed.slice(index + 1)) {
        const beside = one.right <= other.left || other.right <= one.left;
        const below = one.bottom <= other.top || other.bottom <= one.top;
        if (!beside && !below) untidy.push(`${one.text} over ${other.text}`);
      }
    for (const line of page.marks) {
      if (line.kind !== 'line' || line.x1 !== line.x2) continue;
      for (const box of placed) {
        const middle = (box.top + box.bottom) / 2;
        if (box.left < line.x1 && line.x1 < box.right && line.y1 < middle && middle < line.y2)
          untidy.push(`${box.text} across a line`);
      }
    }
  }
  expect(untidy).toEqual([]);
}

describe('the paper', () => {
  test('carries every field of the form', () => {
    const shown = allTexts(layoutParticipation(participationOf(24), issue, issued));
    for (const field of [
      '社会保险参保证明（个人专用）',
      '证明编号：YP20261122000001',
      '验证码：7K3M-9QXW-2TVB',
      '欧阳样本',
      '44520219881212003X',
      '女',
      '样本省样本市样本区',
      '2021年12月至2026年11月，其中有记录 24 个月',
      '养老保险',
      '参保缴费',
      '暂停缴费',
      '未参保',
      '2016年4月',
      '445202001138',
      '样本市样本纺织有限公司',
      '5,393.00',
      '431.44',
      '已缴',
      '欠缴',
      '1 至 3 个月',
      '无需另行加盖公章',
      '第1页 共1页',
      '样本市社会保险基金管理局',
      '样张　未连接真实业务系统　不具法律效力',
    ])
      expect(shown).toContain(field);
  });

  test('tells time by the clock of Asia/Shanghai, where it is the next day already', () => {
    const shown = allTexts(layoutParticipation(participationOf(1), issue, issued));
    expect(shown).toContain('打印时间：2026年11月23日 00:30:00');
  });

  test('leads to the page that verifies it, and keeps a place for the seal', () => {
    const [page] = layoutParticipation(participationOf(3), issue, issued);
    expect(page?.marks).toContainEqual(expect.objectContaining({ kind: 'qr', value: issue.verificationUrl }));
    expect(page?.marks).toContainEqual(
      expect.objectContaining({ kind: 'seal', text: expect.stringContaining('样张') }),
    );
  });

  test('a scheme without contributions shows a dash, not a zero', () => {
    const [page] = layoutParticipation(participationOf(1), issue, issued);
    expect(texts(page as PaperPage).filter((text) => text === '—').length).toBeGreaterThanOrEqual(2);
    expect(allTexts([page as PaperPage])).not.toContain('0.00\n0.00');
  });

  test('nobody contributed: it says so', () => {
    const shown = allTexts(layoutParticipation(participationOf(0, { employers: [] }), issue, issued));
    expect(shown).toContain('证明期间内没有缴费记录');
    expect(shown).not.toContain('单位名称');
  });
});

describe('every page', () => {
  const pages = layoutParticipation(participationOf(60), issue, issued);

  test('says that it is a specimen, twice: across and in words', () => {
    for (const page of pages) {
      expect(texts(page)).toContain('样张　未连接真实业务系统　不具法律效力');
      const across = page.marks.at(-1);
      expect(across).toMatchObject({ kind: 'watermark', text: '样张 SPECIMEN' });
    }
  });

  test('has its number, the code and the holder', () => {
    expect(pages).toHaveLength(2);
    pages.forEach((page, index) => {
      const shown = texts(page).join('\n');
      for (const field of [
        `第${index + 1}页 共2页`,
        issue.verificationCode,
        '欧阳样本',
        '44520219881212003X',
      ])
        expect(shown).toContain(field);
    });
  });

  test('one set of notes, code and seal, on the last', () => {
    const count = (kind: PaperMark['kind']) =>
      pages.map((page) => page.marks.filter((mark) => mark.kind === kind).length);
    expect(count('qr')).toEqual([0, 1]);
    expect(count('seal')).toEqual([0, 1]);
  });
});

test('24 months fit on one page', () => {
  expect(layoutParticipation(participationOf(24), issue, issued)).toHaveLength(1);
});

describe('the preview', () => {
  test('masks name and number wherever they stand, and says what it is', () => {
    const pages = layoutParticipation(participationOf(60), null, preview);
    const everything = JSON.stringify(pages);
    expect(everything).not.toContain('欧阳样本');
    expect(everything).not.toContain('44520219881212003X');
    expect(everything).toContain('欧**本');
    expect(everything).toContain('445***********003X');
    for (const page of pages) {
      const marks = page.marks.flatMap((mark) => (mark.kind === 'watermark' ? [mark.text] : []));
      expect(marks).toEqual(['样张 SPECIMEN', '预览 PREVIEW']);
    }
  });

  test('has no number, no code and an empty frame for the QR code', () => {
    const [page] = layoutParticipation(participationOf(3), null, preview);
    expect(allTexts([page as PaperPage])).toContain('验证码：签发后生成');
    expect(page?.marks).toContainEqual(expect.objectContaining({ kind: 'qr', value: null }));
  });

  test('breaks pages where the print will', () => {
    for (const count of [0, 1, 24, 30, 33, 36, 48, 60, 120])
      expect(layoutParticipation(participationOf(count), null, preview)).toHaveLength(
        layoutParticipation(participationOf(count), issue, issued).length,
      );
  });
});

describe('nothing overlaps', () => {
  test.each([0, 1, 23, 24, 28, 30, 31, 32, 33, 34, 36, 47, 60, 84, 120])('with %i months', (count) => {
    const pages = layoutParticipation(participationOf(count), issue, issued);
    expectTidy(pages);
    const rows = pages.flatMap(texts).filter((text) => text === '431.44').length;
    expect(rows).toBe(count * 2);
  });

  test.each([0, 24, 31, 33, 60])(
    'with somebody who asked for it in another’s place, and %i months',
    (count) => {
      const agent = '由代办人张*本代为办理（持证人是代办人的父亲或母亲，依电子授权委托）';
      const pages = layoutParticipation(participationOf(count, { agent }), issue, issued);
      expectTidy(pages);
      const shown = pages.flatMap(texts).join('');
      expect(shown).toContain(`5. ${agent}。`);
      expect(
        layoutParticipation(participationOf(count), issue, issued).flatMap(texts).join(''),
      ).not.toContain('代办人');
    },
  );

  test('whatever the names, remarks and amounts are', () => {
    const name = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(...'样本甲䶮WiM, ·（限') });
    fc.assert(
      fc.property(
        name,
        fc.array(name, { minLength: 1, maxLength: 5 }),
        name,
        fc.integer({ min: 0, max: 9_999_999_999 }),
        fc.integer({ min: 1, max: 40 }),
        (person, employers, remark, base, count) => {
          const given = participationOf(count, {
            person: { name: person, idNumber: '44520219881212003X', sex: 'male' },
            employers: employers.map((one, index) => ({ number: `44520200${index}138`, name: one })),
          });
          const months = given.months.map((month) => ({ ...month, remark, pension: { base, paid: base } }));
          const pages = layoutParticipation({ ...given, months }, issue, issued);
          for (const page of pages) {
            for (const box of boxes(page)) {
              expect(box.right, box.text).toBeLessThan(page.widthMm - 14);
              expect(box.bottom, box.text).toBeLessThan(page.heightMm - 8);
            }
          }
          // Nothing was cut off: all characters are there, in their order.
          const shown = pages.flatMap(texts).join('');
          for (const employer of employers) expect(shown).toContain(employer);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a long foreign name and three employers', () => {
    const given = participationOf(24, {
      person: {
        name: 'ZHENGJIAN YANGBEN MUHAMMAD WILLIAMSON THE THIRD',
        idNumber: 'UTO445285020225',
        sex: 'male',
      },
      employers: ['一', '二', '三'].map((one, index) => ({
        number: `44520200${index}138`,
        name: `样本市样本区样本街道样本社区综合服务与物业管理有限责任公司第${one}分公司驻样本省办事处`,
      })),
    });
    expectTidy(layoutParticipation(given, issue, issued));
    expectTidy(layoutParticipation({ ...given, months: participationOf(60).months }, issue, issued));
  });
});
