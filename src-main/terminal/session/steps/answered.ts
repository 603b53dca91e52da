import { isAsked, shownAnswer } from '../../../../src-shared/service/answer.ts';
import { fieldsOf } from '../../../../src-shared/service/item-parts.ts';
import type { AnsweredRow } from '../../../../src-shared/view.ts';
import type { ItemContext } from '../context.ts';

/** What was answered so far, as it is shown again: sensitive answers masked. */
export function answeredRows({ item, found }: ItemContext): AnsweredRow[] {
  return fieldsOf(item).flatMap((field) => {
    const given = found.answers[field.id];
    if (given === undefined || !isAsked(field, found.answers)) return [];
    return [
      { label: field.label, value: shownAnswer(field, given, { offered: found.offered.get(field.id) }) },
    ];
  });
}
