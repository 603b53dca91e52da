import type { FieldOption } from '../../../src-shared/service/field.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { done, refused } from './outcomes.ts';
import { given, sameText } from './values.ts';

const halls: Readonly<Record<string, { zh: string; en: string }>> = {
  city: { zh: '样本市政务服务中心', en: 'Specimen City Service Hall' },
  east: { zh: '样本区政务服务中心', en: 'Specimen District Service Hall' },
};

const hours = ['09:00', '10:00', '11:00', '14:00', '15:00', '16:00'];
/** Places an hour and hall. */
const places = 4;

/** The working days of the next two weeks, and of a day the hours that are not full yet. */
async function slots(question: Question, field: string): Promise<readonly FieldOption[]> {
  if (field === 'day')
    return daysAhead(question.today, 14)
      .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
      .map((day) => ({ value: day, label: sameText(day) }));
  const taken = await question.takenBy('HAL-APT-001', 'slot');
  const [hall, day] = [given(question, 'hall'), given(question, 'day')];
  return hours.map((hour) => {
    const value = `${hall} ${day} ${hour}`;
    const left = places - taken.filter((one) => one === value).length;
    return {
      value,
      label: sameText(hour),
      detail: left > 0 ? { zh: `还有 ${left} 个号`, en: `${left} left` } : { zh: '已约满', en: 'Full' },
    };
  });
}

function daysAhead(today: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${today}T00:00:00Z`) + (index + 1) * 86_400_000).toISOString().slice(0, 10),
  );
}

async function book(submission: Submission) {
  const slot = given(submission, 'slot');
  const [hall = '', day = '', hour = ''] = slot.split(' ');
  if (hall !== given(submission, 'hall') || day !== given(submission, 'day') || !hours.includes(hour))
    return refused({ zh: '选择的时段与大厅、日期不一致', en: 'This hour is not of this hall and day' }, [], {
      zh: '请返回重新选择时段',
      en: 'Please go back and choose again',
    });
  const taken = await submission.takenBy('HAL-APT-001', 'slot');
  if (taken.filter((one) => one === slot).length >= places)
    return refused({ zh: '这个时段刚刚约满', en: 'This hour has just been filled' }, [], {
      zh: '请返回选择其他时段',
      en: 'Please go back and choose another',
    });
  const place = halls[hall] ?? { zh: hall, en: hall };
  return done([{ zh: '预约成功，请准时到场取号', en: 'Booked: please be there in time' }], {
    sheet: {
      title: { zh: '预约凭条', en: 'Appointment' },
      sections: [
        {
          kind: 'fields',
          rows: [
            { label: { zh: '地点', en: 'Place' }, value: place },
            { label: { zh: '日期', en: 'Day' }, value: day, strong: true },
            { label: { zh: '时段', en: 'Hour' }, value: hour, strong: true },
          ],
        },
      ],
    },
  });
}

export const serviceHall: Handlers = {
  'HAL-APT-001': { options: slots, submit: book },
};
