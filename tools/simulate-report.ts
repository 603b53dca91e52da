import type { SimulationResult } from '../src-main/terminal/cash/simulation/simulate.ts';

export interface SimulationTotal {
  transactions: number;
  deaths: number;
  faults: number;
  claims: number;
  cases: number;
  /** Transactions on an encrypted file. */
  onFile: number;
  /** How they ended. */
  ends: Record<string, number>;
  broken: SimulationResult['broken'];
}

export interface Took {
  readonly wallSeconds: number;
  /** Of one core: what else the machine does takes nothing from it. */
  readonly cpuSeconds: number;
}

/**
 * What a run came to: lines for people, the last line of JSON, and the exit code. 1 = an invariant was broken, or fewer
 * transactions in a second of processor time than were asked for.
 *
 * @param digest of everything that happened: the same from the same seed
 * @param least transactions in a second of processor time; null where nobody asks
 */
export function simulationReport(
  total: SimulationTotal,
  { wallSeconds, cpuSeconds }: Took,
  { digest, least }: { readonly digest: string; readonly least: number | null },
): { readonly text: string; readonly exitCode: number } {
  const { broken, ends } = total;
  const rate = (seconds: number) => Math.round((total.transactions / seconds) * 10) / 10;
  const [perSecond, perCpuSecond] = [rate(wallSeconds), rate(cpuSeconds)];
  const slow = least !== null && perCpuSecond < least;
  const lines = [
    `${total.transactions} transactions: ${Object.entries(ends)
      .map(([end, times]) => `${times} ${end}`)
      .join(', ')}`,
    `${total.deaths} deaths of the process, ${total.faults} faults of unit or host`,
    `${total.claims} claims on slips, ${total.cases} cases for a person`,
    `${perCpuSecond} transactions in a second of one core, ${perSecond} in a second by the clock`,
    `real: engine, ledger with its constraints, driver, every byte of the line and its encryption; simulated: time, ` +
      `people, unit, authority; ${total.onFile} transactions on an encrypted file, the others on its schema in memory`,
  ];
  if (broken !== null)
    lines.push(
      `BROKEN at seed ${broken.seed}, citizen ${broken.round}: ${broken.what.join('; ')}`,
      `  ${JSON.stringify(broken.plan)}`,
      `  replay: npm run simulate -- --seed ${broken.seed} --runs ${broken.round}`,
    );
  if (slow) lines.push(`TOO SLOW: ${least} transactions in a second of one core were asked for`);
  lines.push(
    JSON.stringify({ ...total, perSecond, perCpuSecond, least, digest, broken: broken === null ? 0 : 1 }),
  );
  return { text: lines.join('\n'), exitCode: broken === null && !slow ? 0 : 1 };
}
