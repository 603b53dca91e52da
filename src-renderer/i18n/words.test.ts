import { describe, expect, it } from 'vitest';
import { faultCode } from '../../src-shared/view.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Every text of a language with its path; functions are called with numbers, which all of them take. */
function texts(words: unknown, path = ''): [string, string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return texts(words(3, 12, '12333'), path);
  if (typeof words !== 'object' || words === null) return [[path, String(words)]];
  return Object.entries(words).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

const chinese = texts(zh);
const english = texts(en);

describe('words', () => {
  it('say the same things in both languages', () => {
    expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
  });

  it('are never empty, and never show what was forgotten', () => {
    for (const [path, text] of [...chinese, ...english]) {
      expect(text.trim(), path).not.toBe('');
      expect(text, path).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('have no Chinese in English but the name of the language', () => {
    for (const [path, text] of english) {
      if (path === '.topBar.language' || path === '.attract.other') continue;
      expect(text, path).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
    }
  });

  it('keep a title within 16 Chinese characters', () => {
    for (const code of faultCode.options) {
      expect(zh.fault.faults[code]({}, '12333').title.length, code).toBeLessThanOrEqual(16);
    }
    for (const [path, text] of chinese) {
      if (path.endsWith('.title')) expect(text.length, path).toBeLessThanOrEqual(16);
    }
  });

  it('never say "system error", and end what is a sentence in a fault', () => {
    for (const code of faultCode.options) {
      const words = zh.fault.faults[code]({}, '12333');
      for (const sentence of [words.what, words.things, words.now]) expect(sentence).toMatch(/。$/);
      expect(JSON.stringify(words)).not.toMatch(/系统错误|系统异常/);
      const plain = en.fault.faults[code]({}, '12333');
      for (const sentence of [plain.what, plain.things, plain.now]) expect(sentence).toMatch(/\.$/);
    }
  });

  it('tell that a certificate already issued is kept when paper runs out on the way', () => {
    expect(zh.fault.faults.printerOutOfPaper({}, '').things).toContain('没有出具');
    expect(zh.fault.faults.printerOutOfPaper({ certificateKept: 1 }, '').things).toContain('已出具');
    expect(en.fault.faults.printerOutOfPaper({ certificateKept: 1 }, '').things).toContain('issued');
  });

  it('use one word for one thing', () => {
    for (const [path, text] of chinese)
      expect(text, path).not.toMatch(/扫描|感应区|小票|回执|取消办理|返回上一/);
  });
});
