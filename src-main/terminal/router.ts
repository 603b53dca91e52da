import { implement } from '@orpc/server';
import { terminalContract } from '../../src-shared/contract/terminal.ts';
import type { ItemSummary, View } from '../../src-shared/view.ts';
import type { Stage } from './session/stage.ts';

/** What a renderer may call. It draws views and passes acts on; it decides nothing. */
export function terminalRouter(stage: Stage, searchItems: (query: string) => Promise<ItemSummary[]>) {
  const contract = implement(terminalContract);
  return contract.router({
    watch: contract.watch.handler(({ signal }) => views(stage, signal)),
    act: contract.act.handler(({ input }) => ({ taken: stage.act(input.screenId, input.act) })),
    searchItems: contract.searchItems.handler(({ input }) => searchItems(input.query)),
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
