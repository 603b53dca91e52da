/** How often something may be started again before its failing is a state and no accident. */
export interface RestartBudget {
  readonly restarts: number;
  readonly withinMilliseconds: number;
}

/** A page that dies is loaded again; more often than this, the whole process starts anew. */
export const reloadBudget: RestartBudget = { restarts: 3, withinMilliseconds: 60_000 };

/** A process that dies is started again; more often than this, it stays down for its supervisor to see. */
const relaunchBudget: RestartBudget = { restarts: 3, withinMilliseconds: 300_000 };

/** The restarts that still count, with this one; undefined when the budget is used up. */
export function restart(
  budget: RestartBudget,
  earlier: readonly number[],
  now: number,
): readonly number[] | undefined {
  const recent = earlier.filter((at) => now - at < budget.withinMilliseconds && at <= now);
  return recent.length < budget.restarts ? [...recent, now] : undefined;
}

const relaunchSwitch = '--zerowindow-relaunched=';

/**
 * Arguments for the next process. The times of the relaunches travel in a switch, so that the budget
 * outlives the process without a file. Undefined when the budget is used up.
 */
export function relaunchArguments(argv: readonly string[], now: number): string[] | undefined {
  const carried = argv.find((argument) => argument.startsWith(relaunchSwitch));
  const earlier = (carried?.slice(relaunchSwitch.length) ?? '')
    .split(',')
    .map(Number)
    .filter((at) => at > 0);
  const times = restart(relaunchBudget, earlier, now);
  if (times === undefined) return undefined;
  const others = argv.slice(1).filter((argument) => !argument.startsWith(relaunchSwitch));
  return [...others, relaunchSwitch + times.join(',')];
}
