import type { DriverConformance } from '../../conformance/kit.ts';
import type { Scanner } from './driver.ts';
import type { ScannerEmulator } from './emulator.ts';

/** What is the same for every scanner, whatever its bytes look like. */
export function scannerConformance(
  own: Pick<
    DriverConformance<ScannerEmulator, Scanner>,
    'driver' | 'serial' | 'skips' | 'makeUnit' | 'makeDriver'
  >,
): DriverConformance<ScannerEmulator, Scanner> {
  return {
    ...own,
    skips: { ...own.skips, silentStart: 'a scanner is asked nothing' },
    startMs: 0,
    commands: [
      {
        name: 'read',
        timeoutMs: 8_000,
        prepare: async ({ unit, time }) => {
          unit.set('code', 'none');
          // A code that is still coming in belongs to nobody.
          await time.pause(1_000);
        },
        run({ unit, device }, options) {
          const reading = device.read(options);
          unit.set('code', 'sixty-characters');
          return reading;
        },
      },
    ],
    // A scanner is asked nothing, so that no fault of its own shows in its status: only its line does.
    statuses: [],
    powerUps: [
      {
        name: 'a code is before the window',
        arrange: async ({ unit }) => unit.set('code', 'electronic-card'),
        found: ({ device }) => device.status.device,
        expected: 'online',
      },
    ],
  };
}
