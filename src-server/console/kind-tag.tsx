import { useSpeech } from './language.tsx';
import type { ReviewCaseRow } from './review-model.ts';

const looks = {
  approve: ['good', '✓'],
  acceptWithPromise: ['good', '✓'],
  refuse: ['bad', '✕'],
  correct: ['busy', '…'],
  toPerson: ['warn', '!'],
} as const;

/** An outcome, by colour, sign and word. */
export function KindTag({ kind }: { readonly kind: ReviewCaseRow['kind'] }) {
  const { name } = useSpeech();
  const [look, sign] = looks[kind];
  return (
    <span className={`tag ${look}`}>
      {sign} {name(kind)}
    </span>
  );
}
