import { ccnetBench } from '../ccnet/test-bench.ts';
import { id003Bench } from '../id003/test-bench.ts';

export { options } from '../ccnet/test-bench.ts';

type CcnetBench = Awaited<ReturnType<typeof ccnetBench>>;
type Id003Bench = Awaited<ReturnType<typeof id003Bench>>;
export type Bench = CcnetBench | Id003Bench;

/**
 * Both protocols of the note acceptor, for the faults that are of the note and not of the protocol. `restart` is a
 * new driver on the unit of a bench of the same protocol; `stack` is that command's name on the line.
 */
export const benches = [
  {
    name: 'CCNET',
    open: () => ccnetBench(),
    restart: (first: Bench) => ccnetBench({ before: first as CcnetBench }),
    stack: 'stack',
  },
  {
    name: 'ID-003',
    open: () => id003Bench(),
    restart: (first: Bench) => id003Bench({ before: first as Id003Bench }),
    stack: 'stack1',
  },
] as const;
