import type { SeededRandom } from '../../src-main/terminal/cash/simulation/random.ts';
import type { ScreenOf } from '../../src-shared/view.ts';
import type { Killed } from './citizen.ts';
import type { Motion } from './in-motion.ts';

export const stages = ['issuing', 'sending', 'printing'] as const satisfies ScreenOf<'printing'>['stage'][];

/** What strikes somebody who prints a certificate. */
export interface PrintStrike {
  readonly victim: Extract<Killed, 'terminal' | 'printer' | 'server'>;
  /** From when on. */
  readonly stage: (typeof stages)[number];
  readonly afterMs: number;
}

/** Of most people who print; those who are left alone must get their paper too. */
export function printStrikeOf(random: SeededRandom): PrintStrike | null {
  if (random.chance(0.1)) return null;
  const stage = random.pick(stages);
  const victims: readonly PrintStrike['victim'][] =
    stage === 'issuing' ? ['terminal', 'server', 'server'] : ['terminal', 'printer', 'printer', 'server'];
  const afterMs = random.whole(0, stage === 'printing' ? 1_200 : 200);
  return { victim: random.pick(victims), stage, afterMs };
}

/** What strikes while staff print a certificate again. The server has no part in that. */
export interface ReprintStrike {
  readonly victim: Extract<Killed, 'terminal' | 'printer'>;
  /** Since they touched. */
  readonly afterMs: number;
}

/** Of every other one, once: whoever comes again prints in peace. */
export function reprintStrikeOf(random: SeededRandom): ReprintStrike | null {
  if (random.chance(0.5)) return null;
  return { victim: random.pick(['terminal', 'printer'] as const), afterMs: random.whole(0, 1_500) };
}

/** What a kill hits, by what the screen tells. */
export function printMotion(screen: { readonly kind: string; readonly stage?: string }): Motion {
  if (screen.kind !== 'printing') return 'after print';
  if (screen.stage === 'issuing') return 'issue';
  return screen.stage === 'sending' ? 'print sent' : 'print';
}
