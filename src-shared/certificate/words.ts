import type { Participation, Scheme } from './participation.ts';

/** How the paper says what the data says. */

export const schemeNames: Record<Scheme, string> = {
  pension: '养老保险',
  medical: '医疗保险',
  workInjury: '工伤保险',
  maternity: '生育保险',
  unemployment: '失业保险',
};

export const schemeStates: Record<Participation['schemes'][number]['state'], string> = {
  active: '参保缴费',
  suspended: '暂停缴费',
  none: '未参保',
};

export const monthStates: Record<Participation['months'][number]['status'], string> = {
  paid: '已缴',
  owed: '欠缴',
  makeUp: '补缴',
};

export const sexes = { male: '男', female: '女' } as const;

/** 123456 fen -> 1,234.56 */
export function yuan(fen: number): string {
  const whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(fen % 100).padStart(2, '0')}`;
}

/** 2026-09 -> 2026年9月 */
export function monthName(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

/** An instant by the clock of Asia/Shanghai, which has been UTC+8 without summer time since 1991. */
export function chinaTime(instant: string): { date: string; time: string } {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  const [year, month, day] = local.slice(0, 10).split('-').map(Number);
  return { date: `${year}年${month}月${day}日`, time: local.slice(11, 19) };
}
