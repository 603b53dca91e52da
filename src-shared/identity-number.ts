/**
 * Identity numbers of people and organisations in China, checked by their own check digits.
 *
 * A wrong check digit of a person's number is a reading fault or a forgery. Of an organisation's code it is
 * only a warning: codes were really issued that fail it.
 */

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** ISO 7064 MOD 11-2, indexed by the weighted sum modulo 11. */
const residentCheckDigits = '10X98765432';

type IdentityNumberKind = 'resident' | 'hongKongMacauTaiwan' | 'foreign2017' | 'foreign2023';

type IdentityNumberFault = 'format' | 'birthDate' | 'checkDigit';

interface IdentityNumber {
  readonly kind: IdentityNumberKind;
  /** YYYYMMDD; for `foreign2017`, which has two digits of the year, YYMMDD. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

type IdentityNumberCheck =
  | { readonly valid: true; readonly number: IdentityNumber }
  | { readonly valid: false; readonly fault: IdentityNumberFault };

/**
 * Checks an identity number as a card carries it: 18 characters of GB 11643 (also for residents of Hong Kong,
 * Macau and Taiwan, 81/82/83 0000, and for the foreign card of 2023, which begins with 9 and whose digits 1-6
 * are no region), or the 15 characters of the foreign card of 2017.
 *
 * @param today YYYYMMDD; nobody is born after it. Leave it out to skip that one comparison.
 */
export function checkIdentityNumber(text: string, today = '99991231'): IdentityNumberCheck {
  return text.length === 15 ? checkForeign2017(text) : checkEighteen(text, today);
}

function checkEighteen(text: string, today: string): IdentityNumberCheck {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return { valid: false, fault: 'format' };
  const birthDate = text.slice(6, 14);
  if (!isDate(birthDate) || birthDate < '18500101' || birthDate > today) {
    return { valid: false, fault: 'birthDate' };
  }
  if (residentCheckDigit(text.slice(0, 17)) !== text[17]) return { valid: false, fault: 'checkDigit' };
  return { valid: true, number: { kind: kindOf(text), birthDate, sex: sexOf(text[16]) } };
}

function kindOf(text: string): IdentityNumberKind {
  if (text.startsWith('9')) return 'foreign2023';
  return /^8[123]0000/.test(text) ? 'hongKongMacauTaiwan' : 'resident';
}

/**
 * Three letters of nationality, four digits of the place of issue, YYMMDD, one digit whose parity is the sex,
 * and a check digit by the 7-3-1 rule of ICAO 9303 (one public implementation, whose example recomputes).
 */
function checkForeign2017(text: string): IdentityNumberCheck {
  if (!/^[A-Z]{3}\d{12}$/.test(text)) return { valid: false, fault: 'format' };
  const birthDate = text.slice(7, 13);
  if (!isDate(`19${birthDate}`) && !isDate(`20${birthDate}`)) return { valid: false, fault: 'birthDate' };
  if (foreign2017CheckDigit(text.slice(0, 14)) !== text[14]) return { valid: false, fault: 'checkDigit' };
  return { valid: true, number: { kind: 'foreign2017', birthDate, sex: sexOf(text[13]) } };
}

function foreign2017CheckDigit(body: string): string {
  const weights = [7, 3, 1] as const;
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    // Digits are themselves, letters A..Z are 10..35: that is base 36.
    sum += Number.parseInt(body[index] ?? '', 36) * (weights[index % 3] ?? 0);
  }
  return String(sum % 10);
}

/** The last character of an 18-character number, from its first 17 digits (GB 11643). */
export function residentCheckDigit(first17: string): string {
  const sum = residentWeights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return residentCheckDigits[sum % 11] ?? '';
}

function sexOf(digit: string | undefined): 'male' | 'female' {
  return Number(digit) % 2 === 1 ? 'male' : 'female';
}

/** Whether YYYYMMDD is a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * The unified social credit code of an organisation (GB 32100). `suspicious` = the form is right and the check
 * character is not: warn and go on, for such codes are in use (91350100M0001TGQXM among them).
 */
export function checkSocialCreditCode(text: string): 'valid' | 'suspicious' | 'malformed' {
  if (text.length !== 18 || [...text].some((character) => !creditAlphabet.includes(character))) {
    return 'malformed';
  }
  let sum = 0;
  for (let index = 0, weight = 1; index < 17; index++, weight = (weight * 3) % 31) {
    sum += weight * creditAlphabet.indexOf(text[index] ?? '');
  }
  return creditAlphabet[(31 - (sum % 31)) % 31] === text[17] ? 'valid' : 'suspicious';
}
