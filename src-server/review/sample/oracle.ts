import type { OutcomeKind } from '../outcome.ts';
import type { Application } from './applications.ts';

/**
 * What a careful clerk would have a machine do, knowing the truth. Written from section 6 of the reference report and
 * not from the tables: plain conditions in its order, dates by calendar arithmetic of its own, nothing imported from
 * the review. Where the report is silent its first rule holds, all else goes to a person; and what it sends to a person
 * goes there before anything else is said.
 */

type Truth = Readonly<Record<string, unknown>>;

/** The day of the application in China as [year, month, day]. */
type Day = readonly [number, number, number];

export function verdictOf({ request, truth, now, disturbance }: Application): OutcomeKind {
  // Consent first; a source that is down, old or contradicted goes to a person, whatever is true.
  if (disturbance !== null) return 'toPerson';
  const there = new Date(now + 8 * 3600 * 1000);
  const today: Day = [there.getUTCFullYear(), there.getUTCMonth() + 1, there.getUTCDate()];
  const judge = judges[request.tableId];
  if (judge === undefined) return 'toPerson';
  return judge(truth.facts, today, (name) => truth.promises.includes(name));
}

const judges: Readonly<
  Record<string, (is: Truth, today: Day, promised: (name: string) => boolean) => OutcomeKind>
> = {
  T1(is, today, promised) {
    if (is.deathRecord) return 'toPerson';
    if (!is.registeredHere || !reached(today, is.birthDate, 80)) return 'refuse';
    if (is.receivingHere || is.receivingElsewhere) return 'refuse';
    if (is.accountOwner !== 'own' || !is.accountActive) return 'correct';
    return withPaper(is.registerPageGiven, promised('registerPage'), is.creditClear);
  },
  T2(is, today) {
    if (!reached(today, is.birthDate, 16)) return 'refuse';
    if (is.student || is.employeeScheme || is.enrolledPlace) return 'refuse';
    return is.registeredHere && is.identityMatches ? 'approve' : 'toPerson';
  },
  T3(is) {
    if (is.deathRecord || is.imprisoned) return 'toPerson';
    const [score, live, failures] = [Number(is.faceScore), Number(is.liveness), Number(is.failedAttempts)];
    const byStaff = is.secondMethod === 'staff';
    const byFace = score >= 0.85 && live >= 0.7;
    const byPhone = is.secondMethod === 'sms' && score >= 0.7 && live >= 0.7;
    if (!byStaff && failures > 2) return 'toPerson';
    if (!is.holderMatches) return 'correct';
    if (byStaff || byFace || byPhone) return is.beneficiary ? 'approve' : 'refuse';
    // The grey zone: a second way is asked for.
    return 'correct';
  },
  T4(is) {
    if (is.writeResult === 'unknown') return 'toPerson';
    if (is.cardState !== 'valid' || !is.holderMatches) return 'refuse';
    return is.personCheck === 'none' || is.pinStrength === 'weak' ? 'correct' : 'approve';
  },
  T5(is, today, promised) {
    if (is.employerPaying) return 'toPerson';
    const retired = compare(today, parse(is.retirementDate)) >= 0;
    if (!reached(today, is.birthDate, 16) || retired || is.registrationNumber) return 'refuse';
    return withPaper(is.terminationGiven, promised('termination'), is.creditClear);
  },
  T6(is, _today, promised) {
    if (is.insurance !== 'active' || !is.areaOpen) return 'refuse';
    if (is.overlapping) return 'correct';
    return withPaper(is.proofGiven, promised('proof'), is.creditClear);
  },
  T7(is) {
    if (is.filedReceipt || Number(is.invoicesFen) !== 0) return 'refuse';
    return is.previousFiled ? 'approve' : 'toPerson';
  },
  T8(is, [, month]) {
    if (month > 6) return 'toPerson';
    if (is.registration === 'cancelled') return 'refuse';
    const complete = is.contactGiven && is.turnoverGiven && is.taxTotalGiven && is.licencesGiven;
    return complete ? 'approve' : 'correct';
  },
  T9(is, today, promised) {
    if (is.permit === 'none') return 'refuse';
    const [year, month, day] = parse(is.dueDate);
    const due = new Date(0);
    due.setUTCFullYear(year, month - 1, day - 30);
    const opens: Day = [due.getUTCFullYear(), due.getUTCMonth() + 1, due.getUTCDate()];
    if (compare(today, opens) < 0) return 'correct';
    if (compare(today, [year, month, day]) > 0) return 'toPerson';
    // The report: RONGQUE or MANUAL. What differs from the register nobody can put right by a better form.
    const said = withPaper(is.residenceMatches, promised('residence'), is.creditClear);
    return said === 'correct' ? 'toPerson' : said;
  },
  T10(is, today) {
    if (is.licenceClass === 'other' || !reached(today, is.firstIssued, 3)) return 'refuse';
    if (is.crimeOrDrink !== 'none') return 'toPerson';
    return Number(is.points) < 12 ? 'approve' : 'refuse';
  },
};

/** A paper may follow by a promise, but not of somebody with an unrepaired record; otherwise it is asked for. */
function withPaper(given: unknown, promised: boolean, creditClear: unknown): OutcomeKind {
  if (given) return 'approve';
  return promised && creditClear ? 'acceptWithPromise' : 'correct';
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
