import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf, statusOf, unknownStatus } from './printer-status.ts';
import type { EscPosFlags } from './status.ts';

describe('the bits of a unit as XFS4IoT status', () => {
  it.each<[EscPosFlags, object]>([
    [{}, { device: 'online', reasons: [], paper: 'full', cover: 'closed' }],
    [{ paperNearEnd: true }, { device: 'online', reasons: ['paperLow'], paper: 'low' }],
    [
      { paperEnd: true, paperNearEnd: true, offline: true },
      { device: 'userError', paper: 'out', reasons: ['paperOut'] },
    ],
    [{ stoppedByPaperEnd: true }, { device: 'userError', paper: 'out' }],
    [
      { coverOpen: true, offline: true },
      { device: 'userError', cover: 'open', reasons: ['coverOpen'] },
    ],
    [
      { cutterError: true, offline: true },
      { device: 'hardwareError', reasons: ['cutterError'] },
    ],
    [{ mechanicalError: true }, { device: 'hardwareError', paper: 'jammed', reasons: ['mechanicalError'] }],
    [{ unrecoverableError: true }, { device: 'hardwareError', reasons: ['unrecoverableError'] }],
    [
      { headHot: true, offline: true },
      { device: 'deviceBusy', reasons: ['headHot'] },
    ],
    [{ offline: true }, { device: 'deviceBusy', reasons: ['unitOffline'] }],
    [
      { coverOpen: true, cutterError: true },
      { device: 'hardwareError', reasons: ['cutterError', 'coverOpen'] },
    ],
  ])('%j', (flags, expected) => {
    expect(statusOf(flags, false)).toMatchObject(expected);
  });

  it('names the ticket only where there is a sensor', () => {
    expect(statusOf({ ticketPresent: true }, true).ticket).toBe('present');
    expect(statusOf({ ticketPresent: false }, true).ticket).toBe('notPresent');
    expect(statusOf({ ticketPresent: true }, false).ticket).toBe('notSupported');
    expect(unknownStatus('offline', 'noAnswer', true).ticket).toBe('unknown');
  });

  it('is online exactly when nothing is in the way of a receipt', () => {
    const flag = fc.boolean();
    const flags = fc.record({
      offline: flag,
      coverOpen: flag,
      paperEnd: flag,
      paperNearEnd: flag,
      cutterError: flag,
      mechanicalError: flag,
      unrecoverableError: flag,
      headHot: flag,
    });
    fc.assert(
      fc.property(flags, (bits) => {
        const status = statusOf(bits, false);
        expect(status.device === 'online').toBe(faultsOf(bits).length === 0 && !bits.offline);
        if (status.device !== 'online') expect(status.reasons.length).toBeGreaterThan(0);
      }),
    );
  });
});
