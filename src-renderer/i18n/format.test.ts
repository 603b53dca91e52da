import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdNumber, maskPhone } from '../../src-shared/masking.ts';
import { formatDate, formatMonth, formatTime, formatWeekday, groupDigits } from './format.ts';

const morning = Date.parse('2026-11-22T09:05:00+08:00');

describe('dates', () => {
  it('are written as people here write them', () => {
    expect(formatDate(morning, 'zh')).toBe('2026年11月22日');
    expect(formatDate(morning, 'en')).toBe('22 November 2026');
    expect(formatWeekday(morning, 'zh')).toBe('星期日');
    expect(formatWeekday(morning, 'en')).toBe('Sunday');
  });

  it('have a clock of 24 hours', () => {
    expect(formatTime(morning)).toBe('09:05');
    expect(formatTime(Date.parse('2026-11-22T00:00:00+08:00'))).toBe('00:00');
  });

  it('are those of China on a machine that is set to another zone', () => {
    const zone = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      expect(new Date(morning).getDate()).toBe(21);
      expect(formatTime(morning)).toBe('09:05');
      expect(formatDate(morning, 'zh')).toBe('2026年11月22日');
      expect(formatWeekday(morning, 'zh')).toBe('星期日');
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('name months, whatever the time zone', () => {
    expect(formatMonth('2024-11', 'zh')).toBe('2024年11月');
    expect(formatMonth('2024-01', 'en')).toBe('January 2024');
  });
});

describe('groupDigits', () => {
  it('groups as the number is read aloud', () => {
    expect(groupDigits(maskIdNumber('44520219500101159X'))).toBe('445 **** **** *** 159X');
    expect(groupDigits(maskPhone('13812345678'))).toBe('138 **** 5678');
  });

  it('adds blanks and changes nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9*X]{0,20}$/), (text) => {
        expect(groupDigits(text).replaceAll(' ', '')).toBe(text);
      }),
    );
  });
});
