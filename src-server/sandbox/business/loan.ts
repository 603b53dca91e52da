export interface Instalment {
  /** 1, 2, 3 ... */
  readonly number: number;
  readonly principal: number;
  readonly interest: number;
  /** Principal after it. */
  readonly left: number;
}

/**
 * 等额本息: equal instalments in whole fen. Interest of a month is rounded; the last instalment pays exactly what is left.
 *
 * @param amount fen
 * @param rate hundredths of a percent a year: 285 is 2.85 %
 */
export function annuity(amount: number, months: number, rate: number): Instalment[] {
  const monthly = rate / 10_000 / 12;
  const each =
    monthly === 0
      ? Math.ceil(amount / months)
      : Math.round((amount * monthly) / (1 - (1 + monthly) ** -months));
  const plan: Instalment[] = [];
  let left = amount;
  for (let number = 1; number <= months; number++) {
    const interest = Math.round(left * monthly);
    const principal = number === months ? left : Math.min(left, Math.max(0, each - interest));
    left -= principal;
    plan.push({ number, principal, interest, left });
  }
  return plan;
}
