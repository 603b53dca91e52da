import { describe, expect, it } from 'vitest';
import { err } from '../../src-shared/result.ts';
import { conformance as lcdm } from '../drivers/lcdm/conformance.ts';
import { LcdmCashDispenser } from '../drivers/lcdm/driver.ts';
import { lcdm1000 } from '../drivers/lcdm/profile.ts';
import { drivers } from './drivers.ts';
import type { DriverConformance } from './kit.ts';
import { memoryChecks } from './memory-checks.ts';
import { Report } from './report.ts';

const small = { everyByte: 1, mostPlaces: 3, everyPair: 61 };

describe('every driver passes, at a small size', () => {
  it.each(drivers.map((conformance) => [conformance.driver, conformance] as const))(
    '%s',
    async (driver, conformance) => {
      const report = new Report(driver);
      await memoryChecks(conformance, report, small);
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThan(10);
    },
    120_000,
  );
});

type Options = ConstructorParameters<typeof LcdmCashDispenser>[0];

/** What the suite finds about a driver that is wrong in one thing. */
async function failuresOf(
  makeWrong: (options: Options) => LcdmCashDispenser,
  changed: Partial<DriverConformance> = {},
): Promise<string[]> {
  const conformance = {
    ...lcdm,
    commands: lcdm.commands.filter(({ name }) => name === 'dispense'),
    powerUps: [],
    makeDriver: (transport, clock) =>
      makeWrong({
        id: 'wrong',
        transport,
        clock,
        profile: lcdm1000,
        item: { currency: 'CNY', value: 10_000 },
        healthIntervalMs: 10_000,
      }),
    ...changed,
  } as DriverConformance;
  const report = new Report('wrong');
  await memoryChecks(conformance, report, { everyByte: 5, mostPlaces: 100, everyPair: 9 });
  return report.failures;
}

describe('a driver that is wrong is found out', () => {
  it('that says "not done" of notes that left', async () => {
    class Liar extends LcdmCashDispenser {
      override async dispense(...order: Parameters<LcdmCashDispenser['dispense']>) {
        const answer = await super.dispense(...order);
        return answer.ok ? answer : err({ ...answer.error, outcome: 'notDone' as const });
      }
    }
    const failures = await failuresOf((options) => new Liar(options));
    expect(failures).toContainEqual(
      expect.stringMatching(/^disconnect, dispense at byte .*tells 0 moved, and the unit moved 3/),
    );
  });

  it('that dispenses once more by itself', async () => {
    class Eager extends LcdmCashDispenser {
      override async dispense(...order: Parameters<LcdmCashDispenser['dispense']>) {
        const answer = await super.dispense(...order);
        return answer.ok || order[2].signal?.aborted ? answer : super.dispense(...order);
      }
    }
    const failures = await failuresOf((options) => new Eager(options), { statuses: [] });
    expect(failures.join('\n')).toMatch(/more than 3/);
  });

  it('that leaves a timer and a listener behind', async () => {
    const makeLeaver = (options: Options) => {
      class Leaver extends LcdmCashDispenser {
        override open() {
          options.transport.onData(() => {});
          return super.open();
        }
        override close() {
          options.clock.schedule(600_000, () => {});
          return super.close();
        }
      }
      return new Leaver(options);
    };
    const failures = await failuresOf(makeLeaver, { statuses: [] });
    expect(failures.join('\n')).toMatch(
      /life cycle, close twice, and before open: \d timers are left after close/,
    );
    expect(failures.join('\n')).toMatch(/opened twenty times, nothing is left over: 2\d listeners/);
  });

  it('that never answers, and one that does not hear a cancel', async () => {
    class Mute extends LcdmCashDispenser {
      override dispense(...[unit, count, options]: Parameters<LcdmCashDispenser['dispense']>) {
        const { timeoutMs } = options;
        const wait = () => new Promise<never>(() => {});
        return super
          .dispense(unit, count, { timeoutMs })
          .then((answer) => (answer.ok || answer.error.outcome === 'notDone' ? answer : wait()));
      }
    }
    const failures = await failuresOf((options) => new Mute(options), { statuses: [] });
    expect(failures.join('\n')).toMatch(/cancel, dispense before it began: done/);
    expect(failures.join('\n')).toMatch(/disconnect, dispense at byte .*not done after/);
  });

  it('whose status does not become what its table says', async () => {
    const statuses = [{ set: [['cassetteOut', true]] as const, becomes: { device: 'online', reasons: [] } }];
    const failures = await failuresOf((options) => new LcdmCashDispenser(options), { statuses });
    expect(failures).toEqual([expect.stringMatching(/^status, cassetteOut true: the status is .*userError/)]);
  });
});
