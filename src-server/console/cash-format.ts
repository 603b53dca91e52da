import { formatYuan } from '../../src-shared/money.ts';

export const yuan = (fen: number): string => (fen < 0 ? `−${formatYuan(-fen)}` : formatYuan(fen));

/** What is too much has its plus. */
export const signedYuan = (fen: number): string => (fen > 0 ? `+${yuan(fen)}` : yuan(fen));

/** `unit:noteRecycler/payout` is the recycling store; a device is called by its own name. */
export function placeName(name: (code: string) => string, place: string): string {
  const last = place.slice(place.lastIndexOf('/') + 1);
  const code = `cash:${last}`;
  const known = name(code);
  return known === code ? last : known;
}
