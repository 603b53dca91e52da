import type { Clock } from '../../src-shared/clock.ts';
import { SocialSecurityCardEmulator } from '../drivers/social-security-card/emulator.ts';
import { specimenChipCards } from '../drivers/social-security-card/specimens.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import type { BenchUnit } from './unit.ts';

/** The units of the bench that move neither money nor paper. */
export async function peripheralUnits(clock: Clock): Promise<BenchUnit[]> {
  const cardReader = new SocialSecurityCardEmulator({ clock, cards: specimenChipCards() });
  return [
    {
      id: 'card-reader',
      class: 'cardReader',
      emulator: cardReader,
      // PC/SC has no line that could be a pseudo-terminal.
      line: await hostOnTcp({ emulator: cardReader, port: 0 }),
      artifacts: {},
    },
  ];
}
