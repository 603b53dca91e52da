import { zh } from './i18n/zh.ts';

/**
 * The Chinese type comes in a hundred files by character. Loads those that our words need while nobody waits,
 * so that no screen first appears in another type and then jumps.
 */
export function warmType(): void {
  const words = JSON.stringify(zh, (_, value: unknown) =>
    // The source text of a sentence with values in it holds its characters.
    typeof value === 'function' ? String(value) : value,
  );
  requestIdleCallback(() => void document.fonts.load('1em "Noto Sans SC Variable"', words));
}
