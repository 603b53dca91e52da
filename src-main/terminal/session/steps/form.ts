import { boundsOf, isAsked, optionsOf, problemOf } from '../../../../src-shared/service/answer.ts';
import type { Answers, Field } from '../../../../src-shared/service/field.ts';
import type { Text } from '../../../../src-shared/text.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { today } from '../calendar.ts';
import type { ItemContext, Step, StepResult } from '../context.ts';
import { askCentre, serviceRequest } from './ask-centre.ts';
import { showRefusal } from './outcome.ts';

/** Questions, one a screen. An answer that will not do is asked again, with what is expected. */
export const form: Step<'form'> = async (context, { title, fields }, { cameBack, mayGoBack }) => {
  const { found, conversation } = context;
  const refused = found.refusedAnswers;
  found.refusedAnswers = new Map();
  const asked = () => fields.filter((field) => isAsked(field, found.answers));
  const firstRefused = asked().findIndex(({ id }) => refused.has(id));
  let index = firstRefused >= 0 ? firstRefused : cameBack ? asked().length - 1 : 0;
  let problem: Text | null = firstRefused >= 0 ? (refused.get(asked()[index]?.id ?? '') ?? null) : null;
  for (;;) {
    const all = asked();
    const field = all[index];
    if (field === undefined) {
      const wrong = all.findIndex((one) => problemNow(context, one) !== null);
      if (wrong < 0) return 'next';
      index = wrong;
      problem = null;
      continue;
    }
    const unoffered = await offer(context, field);
    if (unoffered !== null) return unoffered;
    const act = await conversation.ask(
      fieldScreen(context, title, field, { ordinal: index + 1, count: all.length, problem }),
      index > 0 || mayGoBack ? ['answer', 'back'] : ['answer'],
    );
    if (act.type === 'back') {
      if (index === 0) return 'back';
      index -= 1;
      problem = null;
      continue;
    }
    problem = problemOf(field, act.answer, momentOf(context, field));
    if (problem !== null) continue;
    found.answers = { ...found.answers, [field.id]: act.answer };
    index += 1;
  }
};

function momentOf({ clock, found }: ItemContext, { id }: Field) {
  return { today: today(clock), given: found.answers, offered: found.offered.get(id) };
}

/** A later answer may no longer fit an earlier one that was changed. */
function problemNow(context: ItemContext, field: Field): Text | null {
  const given = context.found.answers[field.id];
  return given === undefined ? field.label : problemOf(field, given, momentOf(context, field));
}

/** Has the centre say what can be chosen, where only the centre knows. Null when it is known. */
async function offer(context: ItemContext, field: Field): Promise<Exclude<StepResult, string> | null> {
  if (!('options' in field) || field.options !== 'fromCentre') return null;
  const offered = await askCentre(context, 'askingCentre', (signal) =>
    context.centre.services.options(
      { ...serviceRequest(context), answers: before(context, field), field: field.id },
      { signal },
    ),
  );
  if ('instead' in offered) return offered.instead;
  const { answer } = offered;
  if (answer.state === 'refused') return showRefusal(context, answer.outcome);
  context.found.offered.set(field.id, answer.options);
  return null;
}

/** What was answered before this question. */
function before({ item, found }: ItemContext, { id }: Field): Answers {
  const kept: Answers = {};
  for (const step of item.steps) {
    if (step.kind !== 'form') continue;
    for (const field of step.fields) {
      if (field.id === id) return kept;
      const given = found.answers[field.id];
      if (given !== undefined && isAsked(field, found.answers)) kept[field.id] = given;
    }
  }
  return kept;
}

function fieldScreen(
  context: ItemContext,
  title: Text,
  field: Field,
  place: Pick<ScreenOf<'field'>, 'ordinal' | 'count' | 'problem'>,
): ScreenOf<'field'> {
  const moment = momentOf(context, field);
  return {
    kind: 'field',
    title,
    field,
    options: [...optionsOf(field, moment)],
    bounds:
      field.type === 'month' || field.type === 'year' || field.type === 'date'
        ? boundsOf(field, moment)
        : null,
    answer: context.found.answers[field.id] ?? null,
    ...place,
  };
}
