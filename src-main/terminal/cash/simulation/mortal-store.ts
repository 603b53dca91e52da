import type { Store } from '../../store/store.ts';

/** Thrown where the simulated process dies, and by everything that it would still do afterwards. */
export class Death extends Error {
  constructor() {
    super('the process is dead');
  }
}

/** Dies at commit number `at` from when it is armed: just before it, so that nothing was written, or just after it. */
export interface DeathPlan {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/**
 * A store whose process dies as planned, or when `kill` is called. `onDeath` runs at that very moment.
 */
export function mortalStore(
  store: Store,
  onDeath: () => void,
): Store & { kill(): void; arm(plan: DeathPlan | null): void } {
  let plan: DeathPlan | null = null;
  let commits = 0;
  let dead = false;
  const kill = () => {
    if (dead) return;
    dead = true;
    onDeath();
  };
  const die = (): never => {
    kill();
    throw new Death();
  };
  return {
    kill,
    /** From here on the commits are counted towards its end. */
    arm(next) {
      plan = next;
      commits = 0;
    },
    get read() {
      return dead ? die() : store.read;
    },
    commit(work) {
      if (dead) return die();
      const last = plan !== null && ++commits === plan.at ? plan.when : null;
      if (last === 'before') return die();
      const answer = store.commit(work);
      return last === 'after' ? die() : answer;
    },
    close() {
      dead = true;
      store.close();
    },
  };
}
