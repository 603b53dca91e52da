import { it } from 'vitest';
import { livesWithoutLosingMoney } from '../note-acceptor/test-life.ts';
import { ccnetBench } from './test-bench.ts';

it('whatever happens in any order, what is told as stacked is what lies in the cashbox', async () => {
  await livesWithoutLosingMoney(() => ccnetBench(), 40);
}, 60_000);
