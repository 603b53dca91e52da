import type { View } from '../../src-shared/view.ts';
import type { Person } from './centre.ts';

/** Of this person, or masked as of anybody, what stands in these views. */
export function personalIn(views: readonly View[], { name, idNumber, phone }: Person): string[] {
  const shown = JSON.stringify(views);
  return [name, idNumber, idNumber.slice(0, 6), phone, '*'].filter((part) => shown.includes(part));
}
