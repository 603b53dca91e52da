/**
 * The status words (SW3) of SDT readers. 90, 9F, 80, 81 and 41 are published in several sources, the others in
 * one.
 */
export const statusWords = {
  ok: 0x90,
  cardFound: 0x9f,
  hostChecksum: 0x10,
  hostLength: 0x11,
  commandError: 0x21,
  unknownCommand: 0x24,
  readerNotAuthenticated: 0x31,
  cardNotAuthenticated: 0x32,
  informationNotVerified: 0x33,
  wrongCardType: 0x40,
  readFailed: 0x41,
  randomNumberFailed: 0x47,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
  findFailed: 0x80,
  selectFailed: 0x81,
  noAdditionalAddress: 0x91,
} as const;

const meanings: Record<number, string> = {
  [statusWords.ok]: 'done',
  [statusWords.cardFound]: 'card found',
  [statusWords.hostChecksum]: 'the reader got a frame with a wrong check',
  [statusWords.hostLength]: 'the reader got a frame with a wrong length',
  [statusWords.commandError]: 'the reader got a command with wrong data',
  [statusWords.unknownCommand]: 'the reader does not know the command',
  [statusWords.readerNotAuthenticated]: 'the card did not authenticate the reader',
  [statusWords.cardNotAuthenticated]: 'the reader did not authenticate the card',
  [statusWords.informationNotVerified]: 'the information on the card failed its verification',
  [statusWords.wrongCardType]: 'wrong type of card',
  [statusWords.readFailed]: 'reading the card failed',
  [statusWords.randomNumberFailed]: 'drawing a random number failed',
  [statusWords.selfTestFailed]: 'the self-test of the security module failed',
  [statusWords.notAuthorised]: 'the security module is not authorised',
  [statusWords.findFailed]: 'no card found',
  [statusWords.selectFailed]: 'selecting the card failed',
  [statusWords.noAdditionalAddress]: 'the card has no additional address',
};

/** `SW 000041, reading the card failed`. */
export function describeStatusWord(statusWord: number): string {
  const digits = statusWord.toString(16).toUpperCase().padStart(6, '0');
  return `SW ${digits}, ${meanings[statusWord] ?? 'a status that no document names'}`;
}
