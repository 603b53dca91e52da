/**
 * The account that the PIN pad mixes into the block of a social security card's PIN (ISO 9564-1), and that whoever
 * opens the block must know too: the identity number, a letter as 0. 15 or 18 digits.
 */
export function pinAccount(idNumber: string): string {
  return idNumber.replaceAll(/\D/g, '0');
}
