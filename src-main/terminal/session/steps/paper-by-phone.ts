import { sleep } from '../../../../src-shared/clock.ts';
import type { Text } from '../../../../src-shared/text.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { ItemContext, StepResult } from '../context.ts';
import { Departure } from '../conversation.ts';
import { verifiedPerson } from './needed.ts';
import { previewPaper } from './paper-preview.ts';

/** Hands and eyes are at the phone, and nobody touches the screen: longer than at other screens. */
const patience = { idleMs: 180_000, warningMs: 30_000 };
/** Milliseconds between two questions whether the phone has sent something. */
const askEveryMs = 2_000;

export type PaperTaken =
  | { readonly paper: { readonly paperId: string; readonly pages: number } | null }
  | { readonly instead: Exclude<StepResult, string> };

/**
 * A code on the screen; the phone that scans it gives the paper to the centre; the citizen looks at what came and takes
 * it, or gives it again. Nothing of it touches this machine's disk. `paper` is null where the citizen went back.
 */
export async function paperByPhone(
  context: ItemContext,
  material: { readonly id: string; readonly name: Text },
): Promise<PaperTaken> {
  const { centre } = context;
  for (;;) {
    const begun = await begin(context, material);
    if (begun === 'back') return { paper: null };
    if (begun === 'again') continue;
    if ('instead' in begun) return begun;
    const { paperId } = begun;
    try {
      const came = await waitForPhone(context, material.name, begun);
      const looked =
        came === 'given' ? await previewPaper(context, material.name, paperId) : ({ kind: came } as const);
      if (looked.kind === 'taken') return { paper: { paperId, pages: looked.pages } };
      await centre.papers.discard({ paperId });
      if (looked.kind === 'back') return { paper: null };
    } catch (thrown) {
      // Erased now; should the centre not hear it, the end of the transaction erases it.
      if (thrown instanceof Departure) await centre.papers.discard({ paperId });
      throw thrown;
    }
  }
}

interface Begun {
  readonly paperId: string;
  readonly link: string;
  readonly expiresAt: number;
}

async function begin(
  context: ItemContext,
  { id, name }: { readonly id: string; readonly name: Text },
): Promise<Begun | 'back' | 'again' | { readonly instead: Exclude<StepResult, string> }> {
  const { conversation, centre, item } = context;
  const { token } = verifiedPerson(context);
  const preparing: ScreenOf<'paperPhone'> = {
    kind: 'paperPhone',
    material: name,
    link: null,
    expiresAt: null,
    pages: 0,
    state: 'preparing',
  };
  const asked = await conversation.during(
    preparing,
    (signal) => centre.papers.begin({ token, itemCode: item.code, materialId: id, by: 'phone' }, { signal }),
    ['back'],
  );
  if (asked.kind === 'act') return 'back';
  if (asked.value.ok) {
    const { paperId, link, expiresAt } = asked.value.value;
    if (link === null) throw new Error('a paper by phone without a link');
    return { paperId, link, expiresAt: Date.parse(expiresAt) };
  }
  if (asked.value.error.code === 'VERIFICATION_REQUIRED') return { instead: { redo: 'verify' } };
  const act = await conversation.ask({ ...preparing, state: 'unreachable' }, ['retry', 'back']);
  return act.type === 'back' ? 'back' : 'again';
}

/** Until the phone said that this is all, the code is too old, or the citizen goes back. */
async function waitForPhone(
  context: ItemContext,
  material: Text,
  { paperId, link, expiresAt }: Begun,
): Promise<'given' | 'again' | 'back'> {
  const { conversation, clock, centre } = context;
  const screen: ScreenOf<'paperPhone'> = {
    kind: 'paperPhone',
    material,
    link,
    expiresAt,
    pages: 0,
    state: 'waiting',
  };
  const waited = await conversation.during(
    screen,
    async (signal, amend, noticed) => {
      let pages = 0;
      while (await sleep(clock, askEveryMs, signal)) {
        const asked = await centre.papers.state({ paperId }, { signal });
        // A line that is down for a moment is no answer.
        if (!asked.ok) continue;
        const { state } = asked.value;
        if (state !== 'open') return state;
        if (asked.value.pages.length === pages) continue;
        pages = asked.value.pages.length;
        noticed();
        amend({ ...screen, pages });
      }
      return 'over' as const;
    },
    ['back'],
    { patience },
  );
  if (waited.kind === 'act') return 'back';
  if (waited.value === 'given') return 'given';
  const act = await conversation.ask({ ...screen, link: null, expiresAt: null, state: 'expired' }, [
    'retry',
    'back',
  ]);
  return act.type === 'back' ? 'back' : 'again';
}
