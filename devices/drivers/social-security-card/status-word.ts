/** Status words of ISO/IEC 7816-4 that this card gives. */
export const statusWords = {
  ok: 0x9000,
  pinBlocked: 0x6983,
  securityNotSatisfied: 0x6982,
  conditionsNotSatisfied: 0x6985,
  wrongLength: 0x6700,
  wrongData: 0x6a80,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  wrongParameters: 0x6a86,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const;

const meanings: Record<number, string> = {
  [statusWords.ok]: 'done',
  [statusWords.pinBlocked]: 'the PIN is blocked',
  [statusWords.securityNotSatisfied]: 'security status not satisfied',
  [statusWords.conditionsNotSatisfied]: 'conditions of use not satisfied',
  [statusWords.wrongLength]: 'wrong length',
  [statusWords.wrongData]: 'wrong data',
  [statusWords.fileNotFound]: 'file or application not found',
  [statusWords.recordNotFound]: 'record not found',
  [statusWords.wrongParameters]: 'wrong parameters',
  [statusWords.unknownInstruction]: 'unknown instruction',
  [statusWords.unknownClass]: 'unknown class',
};

/** `SW 6A82, file or application not found`. */
export function describeStatusWord(statusWord: number): string {
  const digits = statusWord.toString(16).toUpperCase().padStart(4, '0');
  return `SW ${digits}, ${meaningOf(statusWord)}`;
}

function meaningOf(statusWord: number): string {
  const waiting = moreData(statusWord);
  if (waiting !== null) return `${waiting} bytes wait`;
  const right = rightLength(statusWord);
  if (right !== null) return `wrong Le, ${right} is right`;
  const tries = triesLeft(statusWord);
  if (tries !== null) return `wrong PIN, ${tries} tries left`;
  return meanings[statusWord] ?? 'a status that ISO/IEC 7816-4 does not name';
}

const low = (statusWord: number) => statusWord & 0xff || 256;

/** 61xx: so many bytes wait for GET RESPONSE; else null. */
export const moreData = (statusWord: number) => (statusWord >> 8 === 0x61 ? low(statusWord) : null);
/** 6Cxx: the command is right with this Le; else null. */
export const rightLength = (statusWord: number) => (statusWord >> 8 === 0x6c ? low(statusWord) : null);
/** 63Cx: a wrong PIN, so many tries are left; else null. */
export const triesLeft = (statusWord: number) => (statusWord >> 4 === 0x63c ? statusWord & 0x0f : null);
