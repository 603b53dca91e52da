import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { layOut } from './layout.ts';

const linesOf = (...elements: Parameters<typeof layOut>[0]['elements']) =>
  layOut({ elements }, 48).map((line) =>
    line.kind === 'text' ? line.cells.map((cell) => cell.text).join('') : line.kind,
  );

describe('lines of a receipt', () => {
  it('counts a full-width character as two columns', () => {
    expect(linesOf({ kind: 'text', text: '社'.repeat(25) })).toEqual(['社'.repeat(24), '社']);
    expect(linesOf({ kind: 'text', text: 'x'.repeat(50) })).toEqual(['x'.repeat(48), 'xx']);
    expect(linesOf({ kind: 'text', text: '社'.repeat(13), size: 'double' })).toEqual(['社'.repeat(12), '社']);
  });

  it('puts a pair on one line, the value at the right end', () => {
    const [line] = linesOf({ kind: 'pair', label: '办理事项', value: '参保证明' });
    expect(line).toBe(`办理事项${' '.repeat(48 - 16)}参保证明`);
  });

  it('puts a pair that is too long on two, the value at the right', () => {
    const lines = layOut({ elements: [{ kind: 'pair', label: '单位', value: '样'.repeat(23) }] }, 48);
    expect(lines).toMatchObject([
      { kind: 'text', align: 'left' },
      { kind: 'text', align: 'right' },
    ]);
  });

  it('keeps words whole and drops the space where a line breaks', () => {
    const text = `${'word '.repeat(9)}specimen`;
    expect(linesOf({ kind: 'text', text })).toEqual([`${'word '.repeat(9)}`.trim(), 'specimen']);
  });

  it('does not begin a line with closing punctuation', () => {
    expect(linesOf({ kind: 'text', text: `${'社'.repeat(24)}。` })).toEqual(['社'.repeat(23), '社。']);
  });

  it('keeps line breaks and empty lines', () => {
    expect(linesOf({ kind: 'text', text: '一\r\n\n二' })).toEqual(['一', '', '二']);
  });

  it('draws a rule as wide as the paper', () => {
    expect(linesOf({ kind: 'rule' })).toEqual(['─'.repeat(24)]);
  });

  it('leaves to the host what a GBK ROM lacks, and nothing else', () => {
    const drawn = (text: string) => cellsOf(text).map(({ bytes }) => bytes === null);
    expect(drawn('社保卡张堃囍龘①─￥Aé')).toEqual(Array(12).fill(false));
    expect(drawn('䶮𠮷𬭎€ǹ\ue000😀')).toEqual(Array(7).fill(true));
    // A letter with a combining mark is one drawn character, not a letter and a stray mark.
    expect(cellsOf('x\u0302')).toEqual([{ text: 'x\u0302', columns: 2, bytes: null }]);
  });
});
