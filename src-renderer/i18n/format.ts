import type { Language } from '../../src-shared/text.ts';

/**
 * How dates, times and masked data are written. Times are China's, as on slips and papers, whatever zone the machine is
 * set to: China has one.
 */
const timeZone = 'Asia/Shanghai';

const dates = {
  zh: new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }),
};
const weekdays = {
  zh: new Intl.DateTimeFormat('zh-CN', { weekday: 'long', timeZone }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone }),
};
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone,
});

/** 2026年11月22日 / 22 November 2026. */
export function formatDate(instant: number, language: Language): string {
  return dates[language].format(instant);
}

/** 星期日 / Sunday. */
export function formatWeekday(instant: number, language: Language): string {
  return weekdays[language].format(instant);
}

/** 09:41, the same in both languages. */
export function formatTime(instant: number): string {
  return times.format(instant);
}

/** '2024-11' -> 2024年11月 / November 2024. */
export function formatMonth(month: string, language: Language): string {
  const [year, number] = month.split('-').map(Number);
  if (year === undefined || number === undefined) return month;
  return language === 'zh' ? `${year}年${number}月` : months.format(Date.UTC(year, number - 1));
}

/** Groups in which people read a number aloud: 445 **** **** *** 123X and 138 **** 5678. */
const groupings: Readonly<Record<number, readonly number[]>> = { 18: [3, 4, 4, 3, 4], 11: [3, 4, 4] };

export function groupDigits(masked: string): string {
  const sizes = groupings[masked.length];
  if (sizes === undefined) return masked;
  let at = 0;
  return sizes
    .map((size) => {
      at += size;
      return masked.slice(at - size, at);
    })
    .join(' ');
}
