import type { FieldOption } from '../../../src-shared/service/field.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Text } from '../../../src-shared/text.ts';
import type { ItemHandler, Question, Submission } from './handler.ts';
import { done, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { given, sameText } from './values.ts';

/** Appointments with limited places an hour, for every authority that gives them. */

export interface Appointments {
  /** The item under which the hours are taken. */
  readonly itemCode: string;
  /** The field in which the citizen chooses where. */
  readonly placeField: string;
  /** By the value of that field. */
  readonly places: Readonly<Record<string, Text>>;
  readonly hours: readonly string[];
  /** An hour and place. */
  readonly seats: number;
  /** What stands against it, besides that it is full. */
  readonly against?: (submission: Submission) => Outcome | null | Promise<Outcome | null>;
  /** What to bring, and so on, after that it is booked. */
  readonly advice?: (submission: Submission) => readonly Text[];
}

const daysOpen = 14;

/** A handler for an item with the fields `day` and `slot`, both filled by the centre, after the field of the place. */
export function appointments(of: Appointments): ItemHandler {
  return {
    options: (question, field) => (field === 'day' ? workingDays(question.today) : slots(of, question)),
    submit: (submission) => book(of, submission),
  };
}

/** Those of the next two weeks, from tomorrow. */
function workingDays(today: string): readonly FieldOption[] {
  return Array.from({ length: daysOpen }, (_, index) =>
    new Date(Date.parse(`${today}T00:00:00Z`) + (index + 1) * 86_400_000).toISOString().slice(0, 10),
  )
    .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
    .map((day) => ({ value: day, label: dayName(day) }));
}

const weekdays = ['日', '一', '二', '三', '四', '五', '六'];

/** 11月30日 周一 / Mon 30 Nov */
function dayName(day: string): Text {
  const at = new Date(`${day}T00:00:00Z`);
  const [weekday = '', date = '', month = ''] = at.toUTCString().split(/,? /);
  return text(
    `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 周${weekdays[at.getUTCDay()]}`,
    `${weekday} ${Number(date)} ${month}`,
  );
}

/** The hours of a day, with what is left of each. */
async function slots(of: Appointments, question: Question): Promise<readonly FieldOption[]> {
  const taken = await question.takenBy(of.itemCode, 'slot');
  const [place, day] = [given(question, of.placeField), given(question, 'day')];
  return of.hours.map((hour) => {
    const value = `${place} ${day} ${hour}`;
    const left = of.seats - taken.filter((one) => one === value).length;
    return {
      value,
      label: sameText(hour),
      detail: left > 0 ? { zh: `还有 ${left} 个号`, en: `${left} left` } : { zh: '已约满', en: 'Full' },
    };
  });
}

async function book(of: Appointments, submission: Submission): Promise<Outcome> {
  const slot = given(submission, 'slot');
  const [place = '', day = '', hour = ''] = slot.split(' ');
  const asked = [given(submission, of.placeField), given(submission, 'day')];
  const open = workingDays(submission.today).some(({ value }) => value === day);
  if (place !== asked[0] || day !== asked[1] || !open || !of.hours.includes(hour))
    return refused(
      text('选择的时段与地点、日期不一致', 'This hour is not of this place and day'),
      [],
      text('请返回重新选择时段', 'Please go back and choose again'),
    );
  const mine = await submission.filed(of.itemCode);
  if (mine.some(({ answers }) => answers.day === day))
    return refused(text('这一天您已经有预约', 'You have an appointment on this day'), [], null);
  const against = await of.against?.(submission);
  if (against) return against;
  const taken = await submission.takenBy(of.itemCode, 'slot');
  if (taken.filter((one) => one === slot).length >= of.seats)
    return refused(
      text('这个时段刚刚约满', 'This hour has just been filled'),
      [],
      text('请返回选择其他时段', 'Please go back and choose another'),
    );
  return done(
    [text('预约成功，请准时到场取号', 'Booked: please be there in time'), ...(of.advice?.(submission) ?? [])],
    {
      sheet: fieldsSheet(text('预约凭条', 'Appointment'), [
        [text('地点', 'Place'), of.places[place] ?? place],
        [text('日期', 'Day'), day, 'strong'],
        [text('时段', 'Hour'), hour, 'strong'],
      ]),
    },
  );
}
