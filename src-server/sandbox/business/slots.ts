import type { FieldOption } from '../../../src-shared/service/field.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Text } from '../../../src-shared/text.ts';
import { plusDays } from '../../review/calendar.ts';
import type { ItemHandler, Question, Submission } from './handler.ts';
import { done, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { given, sameText } from './values.ts';

interface Office {
  readonly item: string;
  /** By the value of the field `hall`. */
  readonly places: Readonly<Record<string, Text>>;
  readonly hours: readonly string[];
  /** How many are served in an hour at a place. */
  readonly perHour: number;
}

/** Appointments are made for the working days of so many days to come. */
const daysAhead = 14;

/** An office that gives appointments: fields `hall`, `day` and `slot`, the latter two from the centre. */
export function appointments(office: Office): ItemHandler {
  return {
    options: (question, field) => (field === 'day' ? days(question) : hoursOf(office, question)),
    submit: (submission) => book(office, submission),
  };
}

function days({ today }: Question): FieldOption[] {
  return Array.from({ length: daysAhead }, (_, index) => plusDays(today, index + 1))
    .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
    .map((day) => ({ value: day, label: sameText(day) }));
}

async function hoursOf({ item, hours, perHour }: Office, question: Question): Promise<FieldOption[]> {
  const taken = await question.takenBy(item, 'slot');
  const [hall, day] = [given(question, 'hall'), given(question, 'day')];
  return hours.map((hour) => {
    const value = `${hall} ${day} ${hour}`;
    const left = perHour - taken.filter((one) => one === value).length;
    return {
      value,
      label: sameText(hour),
      detail: left > 0 ? text(`还有 ${left} 个号`, `${left} left`) : text('已约满', 'Full'),
    };
  });
}

async function book({ item, places, hours, perHour }: Office, submission: Submission): Promise<Outcome> {
  const slot = given(submission, 'slot');
  const [hall = '', day = '', hour = ''] = slot.split(' ');
  const chosenDay = given(submission, 'day');
  if (hall !== given(submission, 'hall') || day !== chosenDay || !hours.includes(hour))
    return refused(
      text('选择的时段与地点、日期不一致', 'This hour is not of this place and day'),
      [],
      chooseAgain,
    );
  const taken = await submission.takenBy(item, 'slot');
  if (taken.filter((one) => one === slot).length >= perHour)
    return refused(text('这个时段刚刚约满', 'This hour has just been filled'), [], chooseAgain);
  const mine = await submission.filed(item);
  if (mine.some(({ answers }) => answers.day === chosenDay))
    return refused(text('这一天您已经有预约', 'You have an appointment on this day'), [], chooseAgain);
  return done([text('预约成功，请准时到场取号', 'Booked: please be there in time')], {
    sheet: fieldsSheet(text('预约凭条', 'Appointment'), [
      [text('地点', 'Place'), places[hall] ?? sameText(hall)],
      [text('日期', 'Day'), day, 'strong'],
      [text('时段', 'Hour'), hour, 'strong'],
    ]),
  });
}

const chooseAgain = text('请重新办理，选择其他时段', 'Please begin again and choose another');
