import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { custom80mm } from '../../../devices/drivers/escpos/profile.ts';
import { goTo, openSession, type TestSession } from './test-session.ts';

/** What a printer with a presenter senses; for one without see the flow. */
describe('taking the receipt from a presenter', () => {
  let session: TestSession;
  beforeEach(async () => {
    session = await openSession(custom80mm);
    await goTo(session, 'take');
  });
  afterEach(() => session.close());

  const receipt = () => {
    const { screen } = session.stage.view;
    if (screen.kind !== 'take') throw new Error(`on ${screen.kind}`);
    return screen.belongings.find(({ kind }) => kind === 'receipt')?.state;
  };

  it('it hangs there, and is ticked off when it is taken', async () => {
    expect(receipt()).toBe('present');
    session.slipUnit.set('takeTicket', true);
    await session.clock.advance(1_000);
    expect(receipt()).toBe('taken');
    expect(session.slipUnit.slips).toMatchObject({ taken: 1, presented: 0 });
  });

  it('one that the machine drew back is not said to be taken', async () => {
    const { presenter } = custom80mm;
    if (presenter === null) throw new Error('no presenter');
    // As long as the citizen is reminded, so that the screen is still there.
    await session.clock.advance(40_000);
    expect(receipt()).toBe('present');
    await session.clock.advanceUntil(() => session.slipUnit.slips.retracted === 1, presenter.untakenAfterMs);
    const { screen } = session.stage.view;
    if (screen.kind === 'take') expect(receipt()).toBeUndefined();
    expect(session.slipUnit.slips).toMatchObject({ taken: 0, presented: 0, retracted: 1 });
  });
});
