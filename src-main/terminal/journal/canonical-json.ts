/**
 * JSON in the one form that may be hashed: RFC 8785 (JCS). Members sorted by UTF-16 code units, no spaces,
 * numbers as ECMAScript prints them.
 *
 * Throws on what JSON cannot hold (undefined, NaN, functions) and on class instances: `Sensitive` would
 * otherwise arrive here as its mask, and the journal must not hold personal data even masked.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number in canonical JSON must be finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`canonical JSON cannot hold a value of type ${typeName(value)}`);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function typeName(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor?.name : typeof value;
}
