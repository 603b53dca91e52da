import type { OutcomeKind } from '../outcome.ts';
import type { Application } from './applications.ts';

/**
 * What a careful clerk would let a machine decide, knowing the truth. Written from the reference and not from the
 * tables: plain conditions, dates by calendar arithmetic of its own, nothing imported from the review.
 */

type Truth = Readonly<Record<string, unknown>>;
type Verdict = Exclude<OutcomeKind, 'correct' | 'toPerson'> | 'nobody';

/** The day of the application in China as [year, month, day]. */
type Day = readonly [number, number, number];

/** `nobody`: a machine decides nothing here, neither for nor against. */
export function verdictOf({ request, truth, now }: Application): Verdict {
  if (!request.consent) return 'nobody';
  const there = new Date(now + 8 * 3600 * 1000);
  const today: Day = [there.getUTCFullYear(), there.getUTCMonth() + 1, there.getUTCDate()];
  const judge = judges[request.tableId];
  if (judge === undefined) return 'nobody';
  return judge(truth.facts, today, (name) => truth.promises.includes(name));
}

const judges: Readonly<
  Record<string, (is: Truth, today: Day, promised: (name: string) => boolean) => Verdict>
> = {
  T1(is, today, promised) {
    if (is.deathRecord) return 'nobody';
    const eighty = reached(today, is.birthDate, 80);
    if (!is.registeredHere || !eighty || is.receivingHere || is.receivingElsewhere) return 'refuse';
    if (is.accountOwner === 'other' || !is.accountActive) return 'nobody';
    return withPaper(is.registerPageGiven, promised('registerPage'), is.creditClear);
  },
  T2(is, today) {
    if (!reached(today, is.birthDate, 16)) return 'refuse';
    if (is.student || is.employeeScheme || is.enrolledPlace) return 'refuse';
    return is.registeredHere && is.identityMatches ? 'approve' : 'nobody';
  },
  T3(is) {
    if (!is.holderMatches || is.deathRecord || is.imprisoned) return 'nobody';
    const [score, live, failures] = [Number(is.faceScore), Number(is.liveness), Number(is.failedAttempts)];
    const byStaff = is.secondMethod === 'staff';
    const byFace = score >= 0.85 && live >= 0.7;
    const byPhone = is.secondMethod === 'sms' && score >= 0.7 && live >= 0.7;
    if (!byStaff && (failures > 2 || !(byFace || byPhone))) return 'nobody';
    return is.beneficiary ? 'approve' : 'refuse';
  },
  T4(is) {
    if (is.writeResult === 'unknown') return 'nobody';
    if (is.cardState !== 'valid' || !is.holderMatches) return 'refuse';
    return is.personCheck !== 'none' && is.pinStrength !== 'weak' ? 'approve' : 'nobody';
  },
  T5(is, today, promised) {
    if (is.employerPaying) return 'nobody';
    const retired = compare(today, parse(is.retirementDate)) >= 0;
    if (!reached(today, is.birthDate, 16) || retired || is.registrationNumber) return 'refuse';
    return withPaper(is.terminationGiven, promised('termination'), is.creditClear);
  },
  T6(is, _today, promised) {
    if (is.insurance !== 'active' || !is.areaOpen) return 'refuse';
    return is.overlapping ? 'nobody' : withPaper(is.proofGiven, promised('proof'), is.creditClear);
  },
  T7(is) {
    if (is.filedReceipt || Number(is.invoicesFen) !== 0) return 'refuse';
    return is.previousFiled ? 'approve' : 'nobody';
  },
  T8(is, [, month]) {
    if (month > 6) return 'nobody';
    if (is.registration === 'cancelled') return 'refuse';
    return is.contactGiven && is.turnoverGiven && is.taxTotalGiven && is.licencesGiven ? 'approve' : 'nobody';
  },
  T9(is, today, promised) {
    if (is.permit === 'none') return 'refuse';
    const [year, month, day] = parse(is.dueDate);
    const due = new Date(0);
    due.setUTCFullYear(year, month - 1, day - 30);
    const opens: Day = [due.getUTCFullYear(), due.getUTCMonth() + 1, due.getUTCDate()];
    if (compare(today, opens) < 0 || compare(today, [year, month, day]) > 0) return 'nobody';
    return withPaper(is.residenceMatches, promised('residence'), is.creditClear);
  },
  T10(is, today) {
    if (is.licenceClass === 'other' || !reached(today, is.firstIssued, 3)) return 'refuse';
    if (is.crimeOrDrink !== 'none') return 'nobody';
    return Number(is.points) < 12 ? 'approve' : 'refuse';
  },
};

function withPaper(given: unknown, promised: boolean, creditClear: unknown): Verdict {
  if (given) return 'approve';
  return promised && creditClear ? 'acceptWithPromise' : 'nobody';
}

/** Whether so many years have passed since a day. */
function reached(today: Day, since: unknown, years: number): boolean {
  const [year, month, day] = parse(since);
  return compare(today, [year + years, month, day]) >= 0;
}

function parse(text: unknown): Day {
  const [year = 0, month = 0, day = 0] = String(text).split('-').map(Number);
  return [year, month, day];
}

function compare(a: Day, b: Day): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
