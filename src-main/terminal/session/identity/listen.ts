import { type Clock, sleep } from '../../../../src-shared/clock.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { type Identified, type IdentifyProblem, type IdentityWay, pauseMs } from './way.ts';

type WayState = ScreenOf<'identify'>['ways'][number]['state'];
type Whose = ScreenOf<'identify'>['whose'];

/**
 * Listens to all readers at once until one has a good document; null when aborted. Each thing wrong is said, and its
 * reader asks again; one that is lost is waited for.
 */
export async function listen(
  ways: readonly IdentityWay[],
  whose: Whose,
  clock: Clock,
  signal: AbortSignal,
  show: (screen: ScreenOf<'identify'>) => void,
): Promise<Identified | null> {
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener('abort', end, { once: true });
  const states = new Map<IdentityWay, WayState>(ways.map((way) => [way, stateOf(way)]));
  let problem: IdentifyProblem | null = null;
  let identified: Identified | null = null;

  const tell = (way: IdentityWay, state: WayState) => {
    states.set(way, state);
    if (!over.signal.aborted) show(screenOf(ways, whose, (one) => states.get(one) ?? 'waiting', problem));
  };

  await Promise.all(
    ways.map(async (way) => {
      while (!over.signal.aborted) {
        if (!way.ready()) {
          tell(way, 'unavailable');
          await change(way, over.signal);
          continue;
        }
        tell(way, 'waiting');
        const answer = await way.read(over.signal, () => {
          problem = null;
          tell(way, 'reading');
        });
        if (over.signal.aborted) return;
        if (answer.kind === 'identified') {
          identified = answer.person;
          over.abort();
        } else if (answer.kind === 'problem') {
          problem = answer.problem;
          tell(way, 'waiting');
          await way.afterProblem(over.signal);
        } else if (answer.kind === 'lost' && way.ready()) {
          await sleep(clock, pauseMs, over.signal);
        }
      }
    }),
  );
  signal.removeEventListener('abort', end);
  return identified;
}

export function firstScreen(ways: readonly IdentityWay[], whose: Whose): ScreenOf<'identify'> {
  return screenOf(ways, whose, stateOf, null);
}

const stateOf = (way: IdentityWay): WayState => (way.ready() ? 'waiting' : 'unavailable');

function screenOf(
  ways: readonly IdentityWay[],
  whose: Whose,
  state: (way: IdentityWay) => WayState,
  problem: IdentifyProblem | null,
): ScreenOf<'identify'> {
  return {
    kind: 'identify',
    whose,
    ways: ways.map((way) => ({ document: way.document, state: state(way) })),
    problem,
  };
}

/** Resolves on the reader's next change of status, or on abort. */
function change(way: IdentityWay, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = way.onChanged(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
