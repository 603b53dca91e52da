import type { Camera, PaperPicture } from '../../../../devices/contract/camera.ts';
import type { DeviceError } from '../../../../devices/contract/common.ts';
import { mostPages } from '../../../../src-shared/contract/papers.ts';
import { err, ok, type Result } from '../../../../src-shared/result.ts';
import type { Text } from '../../../../src-shared/text.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { LinkError } from '../../link/link-error.ts';
import type { ItemContext } from '../context.ts';
import { Departure } from '../conversation.ts';
import { verifiedPerson } from './needed.ts';
import type { PaperTaken } from './paper-by-phone.ts';
import { PaperWatch } from './paper-watch.ts';

/** Hands are at the paper, and nobody touches the screen: longer than at other screens. */
const patience = { idleMs: 120_000, warningMs: 30_000 };

type Material = { readonly id: string; readonly name: Text };
type Problem = NonNullable<ScreenOf<'paperScan'>['problem']>;

/**
 * The camera of this machine looks at the paper; the citizen looks at each page that it took. Until they say that this is all, the
 * pages are in memory and nowhere else; then they go to the centre together. `paper` is null where the citizen went back.
 */
export async function paperByScan(context: ItemContext, material: Material): Promise<PaperTaken> {
  const { conversation } = context;
  let pages: PaperPicture[] = [];
  let again = false;
  const erase = (gone: readonly PaperPicture[]) => {
    for (const { jpeg } of gone) jpeg.reveal().fill(0);
  };
  try {
    for (;;) {
      const taken = await takePage(context, material.name, pages.length, again);
      again = true;
      if (taken !== null) pages = [...pages, taken];
      else if (pages.length === 0) return { paper: null };
      const chosen = await review(context, material.name, pages);
      if (chosen === 'back') return { paper: null };
      if (chosen === 'retry') erase(pages.splice(-1));
      if (chosen !== 'next') continue;
      const given = await give(context, material, pages);
      if (given.kind === 'given') return { paper: { paperId: given.paperId, pages: pages.length } };
      if (given.kind === 'unverified') return { instead: { redo: 'verify' } };
      if (given.kind === 'back') return { paper: null };
      // What came after it would be out of its place.
      erase(pages.splice(given.page));
      const act = await conversation.ask(failedScreen(material.name, pages.length, 'refused'), [
        'retry',
        'back',
      ]);
      if (act.type === 'back') return { paper: null };
    }
  } finally {
    erase(pages);
  }
}

const screenOf = (material: Text, taken: number): ScreenOf<'paperScan'> => ({
  kind: 'paperScan',
  material,
  page: taken + 1,
  most: mostPages,
  ready: false,
  outline: null,
  frame: null,
  hint: null,
  still: false,
  problem: null,
});
const failedScreen = (material: Text, taken: number, problem: Problem): ScreenOf<'paperScan'> => ({
  ...screenOf(material, taken),
  problem,
});

/** Null: the citizen does not want another one. */
async function takePage(
  context: ItemContext,
  material: Text,
  taken: number,
  again: boolean,
): Promise<PaperPicture | null> {
  const { conversation, documentCamera } = context;
  if (documentCamera === null) throw new Error('papers are not photographed here');
  for (;;) {
    const looked = await look(context, documentCamera, screenOf(material, taken), again);
    if (looked === 'back') return null;
    if (looked.ok) return looked.value;
    const problem = problemOf(looked.error);
    context.store.commit((write) =>
      write.journal({ type: 'paperNotTaken', transactionId: context.transaction.id, reason: problem }),
    );
    const act = await conversation.ask(failedScreen(material, taken, problem), ['retry', 'back']);
    if (act.type === 'back') return null;
  }
}

/** Camera on, a sheet that lies still or a press of the button, camera off. */
async function look(
  { conversation, clock }: ItemContext,
  camera: Camera,
  screen: ScreenOf<'paperScan'>,
  again: boolean,
): Promise<Result<PaperPicture, DeviceError<'cameraInoperative'>> | 'back'> {
  const watch = new PaperWatch(again);
  let shown = '';
  const looked = await conversation.during(
    screen,
    (signal, amend, noticed) =>
      camera.watchPaper({
        signal,
        onObserved(seen) {
          const isPage = watch.observe(seen, clock.now());
          const now = JSON.stringify(watch.view);
          if (now !== shown) {
            // Somebody moves the paper. A corner that trembles is nobody.
            if (watch.moved) noticed();
            shown = now;
            amend({ ...screen, ready: true, ...watch.view });
          }
          return isPage;
        },
      }),
    ['back'],
    { patience, meanwhile: { takePicture: () => watch.press() } },
  );
  return looked.kind === 'done' ? looked.value : 'back';
}

function problemOf({ errorCode, completionCode, description }: DeviceError<'cameraInoperative'>): Problem {
  if (completionCode === 'timeOut') return 'noPicture';
  if (errorCode === undefined) return 'interrupted';
  if (description.startsWith('notFound')) return 'unplugged';
  if (description.startsWith('inUse')) return 'inUse';
  return description.startsWith('notAllowed') ? 'notAllowed' : 'noPicture';
}

async function review(
  { conversation }: ItemContext,
  material: Text,
  pages: readonly PaperPicture[],
): Promise<'next' | 'retry' | 'addPage' | 'back'> {
  const page = pages.at(-1);
  if (page === undefined) throw new Error('there is no page to look at');
  const act = await conversation.ask(
    {
      kind: 'paperScanned',
      material,
      page: pages.length,
      most: mostPages,
      jpegBase64: Buffer.from(page.jpeg.reveal()).toString('base64'),
      straightened: page.straightened,
    },
    ['next', 'retry', 'back', ...(pages.length < mostPages ? (['addPage'] as const) : [])],
    { patience },
  );
  return act.type;
}

type Given =
  | { readonly kind: 'given'; readonly paperId: string }
  /** The centre says of this page that it is none. */
  | { readonly kind: 'refused'; readonly page: number }
  | { readonly kind: 'unverified' }
  | { readonly kind: 'back' };

/** All pages to the centre. One of which the answer is lost may be there twice: each try begins a paper of its own. */
async function give(
  context: ItemContext,
  material: Material,
  pages: readonly PaperPicture[],
): Promise<Given> {
  const { conversation, centre, transaction } = context;
  for (;;) {
    let paperId: string | null = null;
    const forget = async () => {
      if (paperId !== null) await centre.papers.discard({ paperId });
    };
    try {
      const sent = await conversation.during(
        { kind: 'working', task: 'sendingPaper', usualSeconds: 2 * pages.length },
        (signal) =>
          send(context, material, pages, signal, (begun) => {
            paperId = begun;
          }),
      );
      if (sent.kind === 'act') throw new Error('nothing was offered');
      if (sent.value.ok) return { kind: 'given', paperId: sent.value.value };
      await forget();
      const { code, page } = sent.value.error;
      if (code === 'VERIFICATION_REQUIRED') return { kind: 'unverified' };
      if (code === 'PAGE_REFUSED' && page !== null) return { kind: 'refused', page };
    } catch (thrown) {
      // Erased now; should the centre not hear it, the end of the transaction erases it.
      if (thrown instanceof Departure) await forget();
      throw thrown;
    }
    const fault = await conversation.fault('paperNotSent', {
      actions: ['retry', 'back'],
      cardOnReader: true,
      reference: transaction.trace,
    });
    if (fault !== 'retry') return { kind: 'back' };
  }
}

async function send(
  context: ItemContext,
  { id }: Material,
  pages: readonly PaperPicture[],
  signal: AbortSignal,
  onBegun: (paperId: string) => void,
): Promise<Result<string, { readonly code: LinkError['code']; readonly page: number | null }>> {
  const { centre, item } = context;
  const { token } = verifiedPerson(context);
  const begun = await centre.papers.begin(
    { token, itemCode: item.code, materialId: id, by: 'scan' },
    { signal },
  );
  if (!begun.ok) return err({ code: begun.error.code, page: null });
  const { paperId } = begun.value;
  onBegun(paperId);
  for (const [page, { jpeg }] of pages.entries()) {
    const base64 = Buffer.from(jpeg.reveal()).toString('base64');
    const added = await centre.papers.addPage({ paperId, base64 }, { signal });
    if (!added.ok) return err({ code: added.error.code, page });
  }
  return ok(paperId);
}
