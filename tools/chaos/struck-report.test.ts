import { describe, expect, it, vi } from 'vitest';
import type { ChaosCentre } from './centre.ts';
import type { ReportStrike } from './citizen.ts';
import type { Aim } from './report-wire.ts';
import { StruckReport } from './struck-report.ts';
import type { ChaosTerminal } from './terminal.ts';

/** A centre that has kept so many reports, and whoever is killed. */
function aimed(strike: Pick<ReportStrike, 'victim' | 'moment'>, kept = 7) {
  const aims: Aim[] = [];
  const killed: string[] = [];
  const kill = (who: string) => async () => void killed.push(who);
  const wire = { aim: (aim: Aim) => aims.push(aim), disarm: vi.fn(), reporting: false };
  const centre = { wire, kill: kill('server'), keptThrough: async () => kept } as unknown as ChaosCentre;
  const terminal = { kill: kill('terminal') } as unknown as ChaosTerminal;
  const struck = new StruckReport(centre, terminal, { afterMs: 3, ...strike });
  return { struck, killed, wire, passes: (through: number) => aims[0]?.strike(through) };
}

describe('a report that is aimed at', () => {
  it('kills whoever was chosen, in that moment', () => {
    const { struck, killed, passes } = aimed({ victim: 'server', moment: 'kept' });
    expect([struck.struck, killed]).toEqual([false, []]);
    passes(7);
    expect([struck.struck, killed]).toEqual([true, ['server']]);
  });

  it.each(['sent', 'taken', 'kept', 'answered'] as const)('of a killed terminal: %s', async (moment) => {
    const { struck, killed, passes } = aimed({ victim: 'terminal', moment });
    passes(7);
    expect(await struck.end()).toEqual({ motion: `report ${moment}`, wrong: [] });
    expect(killed).toEqual(['terminal']);
    expect(struck.struck).toBe(false);
  });

  it.each([
    ['taken', 6, 'report taken'],
    ['taken', 7, 'report kept'],
    ['kept', 7, 'report kept'],
  ] as const)(
    'of a killed server, which was struck at %s and has kept %i: %s',
    async (moment, kept, motion) => {
      const { struck, passes } = aimed({ victim: 'server', moment }, kept);
      passes(7);
      expect(await struck.end()).toEqual({ motion, wrong: [] });
    },
  );

  it('a server that was about to acknowledge what it has not kept is broken', async () => {
    const { struck, passes } = aimed({ victim: 'server', moment: 'kept' }, 6);
    passes(7);
    const { wrong } = await struck.end();
    expect(wrong).toEqual(['the server was about to acknowledge report 7, and has kept 6']);
  });

  it('is waited for after the payment, and counts once', async () => {
    const { struck, wire, passes } = aimed({ victim: 'server', moment: 'kept' });
    passes(7);
    expect(await struck.comes()).toBe(true);
    expect(wire.disarm).toHaveBeenCalled();
    await struck.end();
    expect(await struck.comes()).toBe(false);
  });
});
