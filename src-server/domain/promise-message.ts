import type { Selectable } from 'kysely';
import { plusDays } from '../review/calendar.ts';
import type { Schema } from '../store/schema.ts';
import { chinaDay } from './china-time.ts';

/** The day before the last one is early enough to come, and late enough not to be forgotten again. */
export const remindDaysBefore = 1;
type Row = Selectable<Schema['promised_paper']>;

/** A clerk promised in somebody's place: they are told. Whoever promised is reminded, when its day is near. */
export type MessageKind = 'notice' | 'reminder';

/** Which message is owed, whether or not it may go out now. */
export function messageOwed(row: Row, now: number): MessageKind | null {
  if (row.due_on <= plusDays(chinaDay(now), remindDaysBefore))
    return row.reminded_at === null ? 'reminder' : null;
  return row.by_clerk && row.notified_at === null ? 'notice' : null;
}

/** How often this message failed: what became of a notice is not held against the reminder. */
export function failuresOf(row: Row, kind: MessageKind): number {
  const begins = Date.parse(`${plusDays(row.due_on, -remindDaysBefore)}T00:00:00+08:00`);
  const failedAt = row.message_failed_at?.getTime() ?? 0;
  return kind === 'reminder' && failedAt < begins ? 0 : row.message_failures;
}

export function messageText({ material_name, number, due_on, consequence }: Row, kind: MessageKind): string {
  const paper = `“${material_name.zh}”`;
  const said =
    kind === 'reminder'
      ? `您承诺补交${paper}，最后一天是 ${due_on}，受理编号 ${number}`
      : `您提交的事项（受理编号 ${number}）经工作人员审核，先予受理，还要补交${paper}，最后一天是 ${due_on}`;
  return `【样张】${said}。可在任一终端办“容缺受理材料补正”。${consequence.zh}。`;
}
