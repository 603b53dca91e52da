const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: '2-digit', day: '2-digit' });

/** 09:02:03 by the clock of Asia/Shanghai, wherever the operator sits. */
export function clockTime(instant: string): string {
  return clock.format(new Date(instant));
}

/** 11/22 09:02:03 */
export function dayAndTime(instant: string): string {
  return `${day.format(new Date(instant))} ${clockTime(instant)}`;
}

/** Whole seconds between two instants. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}
