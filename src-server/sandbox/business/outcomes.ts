import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { OutcomeKind } from '../../../src-shared/service/outcome-kind.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';
import type { ReviewOutcome } from '../../review/outcome.ts';

/** The outcomes that registers give, in the form that the terminal shows. */

const human: Text = {
  zh: '对结果有疑问，可以在本机按“呼叫协助”，或拨打 12345。',
  en: 'If you disagree, press "Call staff" at this terminal or call 12345.',
};

function blank(kind: OutcomeKind, sentences: readonly Text[]): Outcome {
  return {
    kind,
    number: null,
    sentences: [...sentences],
    corrections: [],
    promises: [],
    law: [],
    remedy: null,
    human,
    workdays: 0,
    sheet: null,
  };
}

export const nothingFound = (sentence: Text): Outcome => blank('nothingFound', [sentence]);

/** An objective fact stands against it: what, by which rule, and what can be done. */
export const refused = (reason: Text, law: readonly string[], remedy: Text | null): Outcome => ({
  ...blank('refused', [reason]),
  law: [...law],
  remedy,
});

interface Taken {
  /** `filed` stands in the place of null: the number is filled in when it is filed. */
  readonly sheet?: Sheet;
  readonly law?: readonly string[];
}

/** Done at once. */
export const done = (sentences: readonly Text[], { sheet, law }: Taken = {}): Outcome => ({
  ...blank('done', sentences),
  law: [...(law ?? [])],
  sheet: sheet ?? null,
});

/** Taken down; somebody works on it. */
export const accepted = (
  sentences: readonly Text[],
  workdays: number,
  { sheet, law }: Taken = {},
): Outcome => ({
  ...done(sentences, { ...(sheet && { sheet }), ...(law && { law }) }),
  kind: 'accepted',
  workdays,
});

/** All that is to be put right, at once. */
export const corrections = (all: readonly Text[]): Outcome => ({
  ...blank('corrections', [
    {
      zh: '还差下面几处，改好后可以马上重新提交',
      en: 'Please put the following right, then hand it in again',
    },
  ]),
  corrections: [...all],
});

/** A person decides; the citizen need not come again. */
export const toPerson = (sentence: Text, workdays: number, law: readonly string[] = []): Outcome => ({
  ...blank('toPerson', [sentence]),
  workdays,
  law: [...law],
});

const kinds: Record<ReviewOutcome['kind'], OutcomeKind> = {
  approve: 'approved',
  correct: 'corrections',
  acceptWithPromise: 'acceptedWithPromise',
  refuse: 'refused',
  toPerson: 'toPerson',
};

/** What a decision table decided, as the citizen is told. */
export function decided(decision: ReviewOutcome, workdays = 0, sheet: Sheet | null = null): Outcome {
  return {
    kind: kinds[decision.kind],
    number: null,
    sentences: [...decision.reasons],
    corrections: decision.corrections.map(({ sentence }) => sentence),
    promises: decision.promises.map((promise) => ({ ...promise })),
    law: [...decision.law],
    remedy: decision.remedy,
    human: decision.human,
    workdays: decision.kind === 'toPerson' ? Math.max(workdays, 3) : workdays,
    sheet: decision.kind === 'approve' || decision.kind === 'acceptWithPromise' ? sheet : null,
  };
}
