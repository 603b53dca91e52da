import { it } from 'vitest';
import { livesWithoutLosingMoney } from '../note-acceptor/test-life.ts';
import { id003Bench } from './test-bench.ts';

it('whatever happens in any order, what is told as stacked is what lies in the cashbox', async () => {
  await livesWithoutLosingMoney(() => id003Bench(), 40);
}, 60_000);
