import type { WeakPinReason } from '../../src-shared/contract/social-security-card.ts';

/** With which cards are issued; it counts as no PIN at all. */
export const initialPin = '123456';

/**
 * Why nobody may choose this PIN: whoever finds the card would try it first. Null: it is good.
 *
 * @param pin six digits
 * @param idNumber 15 or 18 characters
 */
export function weakPin(pin: string, idNumber: string): WeakPinReason | null {
  if (pin === initialPin) return 'initial';
  if (/^(\d)\1*$/.test(pin)) return 'sameDigits';
  if (isRun(pin, 1) || isRun(pin, -1)) return 'run';
  if (birthDates(idNumber).includes(pin)) return 'birthDate';
  if (tails(idNumber).includes(pin)) return 'idTail';
  return null;
}

function isRun(pin: string, step: 1 | -1): boolean {
  return [...pin].every((digit, at) => at === 0 || Number(digit) === (Number(pin[at - 1]) + step + 10) % 10);
}

/** As people write a date in six digits: 500101, 195001, 010150 and 010119 of 1950-01-01. */
function birthDates(idNumber: string): string[] {
  const date = idNumber.length === 18 ? idNumber.slice(6, 14) : `19${idNumber.slice(6, 12)}`;
  const [century, year, month, day] = [date.slice(0, 2), date.slice(2, 4), date.slice(4, 6), date.slice(6)];
  return [
    `${year}${month}${day}`,
    `${century}${year}${month}`,
    `${day}${month}${year}`,
    `${month}${day}${year}`,
    `${month}${day}${century}`,
  ];
}

/** The last six, and where the last is a letter the six before it. */
function tails(idNumber: string): string[] {
  return [idNumber.slice(-6), idNumber.slice(-7, -1)];
}
