import { implement } from '@orpc/server';
import type { CameraDesk } from '../../devices/transport/camera-desk.ts';
import { terminalContract } from '../../src-shared/contract/terminal.ts';
import type { ItemSummary, View } from '../../src-shared/view.ts';
import type { Stage } from './session/stage.ts';

/** What a renderer may call. It draws views and passes acts on; it decides nothing. */
export function terminalRouter(
  stage: Stage,
  searchItems: (query: string) => Promise<ItemSummary[]>,
  camera: CameraDesk,
) {
  const contract = implement(terminalContract);
  return contract.router({
    watch: contract.watch.handler(({ signal }) => views(stage, signal)),
    act: contract.act.handler(({ input }) => ({ taken: stage.act(input.screenId, input.act) })),
    searchItems: contract.searchItems.handler(({ input }) => searchItems(input.query)),
    camera: {
      orders: contract.camera.orders.handler(({ signal }) => camera.orders(signal)),
      answer: contract.camera.answer.handler(({ input }) => void camera.answer(input.id, input.answer)),
      observed: contract.camera.observed.handler(({ input }) => ({
        wanted: camera.observed(input.id, input.observation),
      })),
      paperObserved: contract.camera.paperObserved.handler(({ input }) => ({
        wanted: camera.paperObserved(input.id, input.observation),
      })),
      changed: contract.camera.changed.handler(() => camera.camerasChanged()),
    },
  });
}

/**
 * The view now, then each newer one. A renderer that falls behind skips to the latest: a view is a whole
 * picture, never a change to one.
 */
async function* views(stage: Stage, signal: AbortSignal | undefined): AsyncGenerator<View, void> {
  let wake: () => void = () => {};
  const stop = stage.onView(() => wake());
  const abort = () => wake();
  signal?.addEventListener('abort', abort);
  try {
    let shown = -1;
    while (!signal?.aborted) {
      const { view } = stage;
      if (view.revision > shown) {
        shown = view.revision;
        yield view;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
    signal?.removeEventListener('abort', abort);
  }
}
