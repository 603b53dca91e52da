/**
 * The forms in which personal data may be shown on a screen or a slip.
 * Keeps 3 + 4 of an identity number and 3 + 4 of a phone number, as common masking rules do.
 */

/** 张三 -> 张*, 张小三 -> 张*三, 欧阳小三 -> 欧**三. Counts characters, not UTF-16 units (𠮷 is one). */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length <= 1) return characters.length === 0 ? '' : '*';
  if (characters.length === 2) return `${characters[0]}*`;
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}

/** 445202195001011234 -> 445***********1234. Anything shorter than 8 characters is masked whole. */
export function maskIdNumber(number: string): string {
  if (number.length < 8) return '*'.repeat(number.length);
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;
}

/** 13812345678 -> 138****5678. */
export function maskPhone(phone: string): string {
  if (phone.length < 8) return '*'.repeat(phone.length);
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}
