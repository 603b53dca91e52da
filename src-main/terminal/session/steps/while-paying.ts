import type { Act, Screen } from '../../../../src-shared/view.ts';
import type { ItemContext } from '../context.ts';
import { Departure } from '../conversation.ts';

interface Wish {
  /** Aborted when the citizen wants everything back, or is gone. */
  readonly cancelled: AbortSignal;
  /** Aborted when the citizen wants to pay the rest otherwise; a new one each time it is asked for. */
  readonly rest: () => AbortSignal;
}

interface Paying<R> {
  readonly offers: readonly Extract<Act['type'], 'cancelPayment' | 'payRest'>[];
  readonly screen: () => Screen;
  /** Whether somebody who went away now gets the money back; else it is waited for what is under way. */
  readonly mayBeCalledOff: () => boolean;
  /**
   * Takes the money. `amend` shows the screen anew, `noticed` says that somebody is there, `aside` lets another screen
   * stand in this one's place for a while.
   */
  readonly run: (
    wish: Wish,
    amend: () => void,
    noticed: () => void,
    aside: <T>(show: () => Promise<T>) => Promise<T>,
  ) => Promise<R>;
}

/**
 * Shows a screen while money is being taken, until that has ended: a wish of the citizen, or that nobody is there any
 * more, is told to it, and never cuts it short.
 */
export async function whilePaying<R>(context: ItemContext, paying: Paying<R>): Promise<R> {
  const cancelled = new AbortController();
  let rest = new AbortController();
  let show = () => {};
  let noticed = () => {};
  let other: (() => Promise<void>) | null = null;
  let leave: () => void = () => {};
  const running = paying.run(
    {
      cancelled: cancelled.signal,
      rest: () => {
        rest = new AbortController();
        return rest.signal;
      },
    },
    () => show(),
    () => noticed(),
    (instead) =>
      new Promise((resolve, reject) => {
        other = () => instead().then(resolve, reject);
        leave();
      }),
  );
  // Its own failure is thrown below, where it is awaited.
  const over = running.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  for (;;) {
    if (other !== null) {
      // Only now that this screen is down: the other one's buttons would be muted with it.
      const stand = other as () => Promise<void>;
      other = null;
      await stand();
    }
    const aside = new Promise<'aside'>((resolve) => {
      leave = () => resolve('aside');
    });
    try {
      const answer = await context.conversation.during(
        paying.screen(),
        (signal, amend, touched) => {
          show = () => amend(paying.screen());
          noticed = touched;
          return Promise.race([over, aside, aborted(signal)]);
        },
        cancelled.signal.aborted ? [] : paying.offers,
        { canLeave: false, ...(paying.mayBeCalledOff() ? {} : { patience: null }) },
      );
      if (answer.kind === 'act') {
        if (answer.act.type === 'cancelPayment') cancelled.abort();
        else if (mayPayRest(paying.screen())) rest.abort();
      } else if (answer.value === 'over') return running;
    } catch (thrown) {
      if (!(thrown instanceof Departure)) throw thrown;
      if (paying.mayBeCalledOff()) cancelled.abort();
    }
  }
}

function mayPayRest(screen: Screen): boolean {
  return screen.kind === 'payCash' && screen.canPayRest;
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }));
}
