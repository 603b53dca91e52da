import type { Clock } from '../../src-shared/clock.ts';
import { EppEmulator } from '../drivers/epp/emulator.ts';
import { specimenEpp } from '../drivers/epp/profile.ts';
import { SocialSecurityCardEmulator } from '../drivers/social-security-card/emulator.ts';
import { specimenChipCards } from '../drivers/social-security-card/specimens.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { LineHost } from '../emulation/line-host.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import type { BenchUnit } from './unit.ts';

/** The units of the bench that move neither money nor paper. */
export async function peripheralUnits(
  clock: Clock,
  serialLine: (emulator: Emulator, id: string, baudRate: number) => Promise<LineHost>,
): Promise<BenchUnit[]> {
  const pinPad = new EppEmulator({ clock, profile: specimenEpp });
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
    {
      id: 'pin-pad',
      class: 'pinPad',
      emulator: pinPad,
      line: await serialLine(pinPad, 'pin-pad', 9_600),
      artifacts: {},
    },
  ];
}
