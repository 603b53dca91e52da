import { expect, test } from 'vitest';
import { appointments } from './appointments.ts';
import { refused } from './outcomes.ts';
import { text } from './sheets.ts';
import { allText, ask, filed, offeredBy, outcomeOf } from './test-question.ts';

const of = {
  itemCode: 'XXX-APT-001',
  placeField: 'place',
  places: { here: text('此处', 'Here') },
  hours: ['09:00', '10:00'],
  seats: 2,
};
const slot = 'here 2026-11-27 09:00';
const answers = { place: 'here', day: '2026-11-27', slot };
const taken = (times: number) => Array.from({ length: times }, () => filed('XXX-APT-001', { slot }));

test('the working days of two weeks are offered, from tomorrow', async () => {
  // 2026-11-26 is a Thursday.
  const days = await appointments(of).options?.(ask(), 'day');
  expect(offeredBy(days).map(({ value }) => value)).toEqual([
    '2026-11-27',
    ...['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'],
    ...['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'],
  ]);
});

test('of an hour it is said how much is left, whoever took the rest', async () => {
  const [one] = offeredBy(await appointments(of).options?.(ask({ answers, others: taken(1) }), 'slot'));
  expect(one).toMatchObject({ value: slot, detail: { zh: '还有 1 个号' } });
  const [full] = offeredBy(await appointments(of).options?.(ask({ answers, others: taken(2) }), 'slot'));
  expect(full).toMatchObject({ detail: { zh: '已约满' } });
});

test('the last place is given, the one after it is not', async () => {
  const last = outcomeOf(await appointments(of).submit?.(ask({ answers, others: taken(1) })));
  expect(last.kind).toBe('done');
  expect(allText(last.sheet)).toContain('2026-11-27');
  const none = outcomeOf(await appointments(of).submit?.(ask({ answers, others: taken(2) })));
  expect(none).toMatchObject({ kind: 'refused', sentences: [{ zh: '这个时段刚刚约满' }] });
});

test.each([
  ['of another place', 'there 2026-11-27 09:00', '2026-11-27'],
  ['of another day', 'here 2026-11-30 09:00', '2026-11-27'],
  ['of no hour', 'here 2026-11-27 12:00', '2026-11-27'],
  ['of a Sunday', 'here 2026-11-29 09:00', '2026-11-29'],
  ['of today', 'here 2026-11-26 09:00', '2026-11-26'],
])('an hour %s is not booked', async (_, wrong, day) => {
  const said = await appointments(of).submit?.(ask({ answers: { ...answers, day, slot: wrong } }));
  expect(outcomeOf(said).kind).toBe('refused');
});

test('what else stands against it is said; what to bring as well', async () => {
  const no = appointments({ ...of, against: () => refused(text('不行', 'No'), [], null) });
  expect(outcomeOf(await no.submit?.(ask({ answers })))).toMatchObject({ sentences: [{ zh: '不行' }] });
  const advised = appointments({
    ...of,
    against: () => null,
    advice: () => [text('请带身份证', 'Bring it')],
  });
  expect(allText(await advised.submit?.(ask({ answers })))).toContain('请带身份证');
});
