import { useEffect, useState } from 'react';
import type { Clock } from '../../src-shared/clock.ts';

/** The time, fresh every second on the second. */
export function useNow(clock: Clock): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let cancel = () => {};
    const tick = () => {
      setNow(clock.now());
      cancel = clock.schedule(1_000 - (clock.now() % 1_000), tick);
    };
    cancel = clock.schedule(1_000 - (clock.now() % 1_000), tick);
    return () => cancel();
  }, [clock]);
  return now;
}
