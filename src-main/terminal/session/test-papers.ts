import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { ScreenOf } from '../../../src-shared/view.ts';
import type { TestSession } from './test-session.ts';

/** What the authority says of them. */
const accepted: Outcome = {
  kind: 'accepted',
  number: 'YPSL2026112200001',
  sentences: [{ zh: '已受理', en: 'Taken down' }],
  corrections: [],
  promises: [],
  law: [],
  remedy: null,
  human: { zh: '窗口', en: 'counter' },
  workdays: 5,
  sheet: null,
};

/** To the papers of a first social security card. */
export async function toPapers({ act, until, lay, centre }: TestSession): Promise<ScreenOf<'materials'>> {
  centre.said = accepted;
  await act({ type: 'start' });
  await act({ type: 'chooseItem', code: 'SSC-DCL-001' });
  await act({ type: 'next' });
  await act({ type: 'next' });
  lay();
  await until('verify');
  await act({ type: 'submitCode', code: '123456' });
  await until('forWhom');
  await act({ type: 'chooseWhom', whom: 'self' });
  await until('field');
  await act({ type: 'answer', answer: 'specimen' });
  await until('field', ({ field }) => field.id === 'phone');
  await act({ type: 'answer', answer: '13800000001' });
  return until('materials');
}
