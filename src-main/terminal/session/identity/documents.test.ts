import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes } from '../../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
  await goTo(session, 'identify');
});
afterEach(() => session.close());

const way = (document: string) => {
  const { screen } = session.stage.view;
  return screen.kind === 'identify'
    ? screen.ways.find((one) => one.document === document)?.state
    : screen.kind;
};
const everything = () =>
  JSON.stringify([session.disk.store.read.journal(0, 1_000), session.disk.store.read.unsentReports(100)]);

it('any of three documents will do', () => {
  expect(session.stage.view.screen).toMatchObject({
    ways: ['identityCard', 'electronicCode', 'socialSecurityCard'].map((document) => ({
      document,
      state: 'waiting',
    })),
    problem: null,
  });
});

describe('the code of a phone', () => {
  it('is enough: the person is known without a card, and no card is to be taken', async () => {
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
    expect(journalTypes(session.disk.store)).toContain('identityRead');
    await session.act({ type: 'leave' });
    await session.until('farewell');
    expect(session.shown).not.toContain('take');
  });

  it('is in no journal and no report, nor is the person', async () => {
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
    expect(everything()).not.toMatch(/ECARD|样本甲|44520219500101001X/);
  });

  it('that this transaction used may be shown again, one that another used may not', async () => {
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
    await session.act({ type: 'back' });
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
    await session.act({ type: 'leave' });
    await session.until('attract');
    await goTo(session, 'identify');
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', ({ problem }) => problem === 'codeUsed');
    session.scannerUnit.show('ECARD-TEST-0002');
    await session.until('verify');
  });

  it.each([
    ['CODE_EXPIRED', 'codeExpired'],
    ['CODE_USED', 'codeUsed'],
    ['CODE_UNKNOWN', 'codeUnknown'],
    ['AUTHORITY_UNAVAILABLE', 'centreUnavailable'],
  ])('%s is said as %s, and the citizen stays', async (code, problem) => {
    session.centre.refuse = { resolveCode: code };
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', (screen) => screen.problem === problem);
    session.centre.refuse = {};
    session.scannerUnit.show('ECARD-TEST-0002');
    await session.until('verify');
  });

  it('the centre is gone: says so, and a card will still do', async () => {
    session.centre.reachable = false;
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', ({ problem }) => problem === 'centreUnavailable');
    session.centre.reachable = true;
    session.lay();
    await session.until('verify');
  });

  it('held there it is read again and again, and asked about once', async () => {
    session.centre.refuse = { resolveCode: 'CODE_EXPIRED' };
    session.scannerUnit.set('repeats', true);
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', ({ problem }) => problem === 'codeExpired');
    await session.clock.advance(5_000);
    expect(session.centre.asked.filter((asked) => asked === 'resolveCode')).toHaveLength(1);
  });

  it('a code that cannot be one is not even asked about', async () => {
    session.scannerUnit.show('short');
    await session.until('identify', ({ problem }) => problem === 'codeUnknown');
    expect(session.centre.asked).not.toContain('resolveCode');
  });

  it('one that did not come whole is asked for again', async () => {
    session.scannerUnit.set('loseLast', 'once');
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', ({ problem }) => problem === 'codeUnreadable');
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
  });

  it('the scanner unplugged and plugged in again: told, and the card is read meanwhile', async () => {
    session.scannerLine.cut();
    await session.clock.advance(1_000);
    expect(way('electronicCode')).toBe('unavailable');
    expect(way('identityCard')).toBe('waiting');
    session.scannerLine.mend();
    await session.until('identify', ({ ways }) => ways.every(({ state }) => state === 'waiting'));
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('verify');
  });

  it('taken away before the centre answered: going back asks nothing more', async () => {
    await session.act({ type: 'back' });
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.clock.advance(1_000);
    expect(session.centre.asked).not.toContain('resolveCode');
    expect(session.stage.view.screen.kind).toBe('consent');
  });
});

describe('the chip of the social security card', () => {
  it('is enough, stays inside, and is to be taken at the end', async () => {
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('verify');
    await session.act({ type: 'leave' });
    await session.until('take');
    const belongings = () => {
      const { screen } = session.stage.view;
      return screen.kind === 'take' ? screen.belongings : [];
    };
    expect(belongings()).toEqual([{ kind: 'socialSecurityCard', state: 'present' }]);
    // Saying so does not take it out.
    await session.act({ type: 'next' });
    expect(session.stage.view.screen).toMatchObject({ kind: 'take', reminders: 1 });
    session.slotUnit.set('chipCard', 'none');
    await session.clock.advance(500);
    expect(belongings()).toEqual([{ kind: 'socialSecurityCard', state: 'taken' }]);
    await session.act({ type: 'next' });
    await session.until('farewell');
    expect(journalTypes(session.disk.store)).not.toContain('cardLeft');
  });

  it('left behind: reminded, then written down and reported', async () => {
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('verify');
    await session.act({ type: 'leave' });
    await session.until('take');
    await session.clock.advanceUntil(() => session.stage.view.screen.kind === 'farewell');
    expect(journalTypes(session.disk.store)).toContain('cardLeft');
    expect(everything()).toContain('"reasons":["cardLeft"]');
  });

  it('a bank card: says so once, and waits until it is out', async () => {
    session.slotUnit.set('chipCard', 'bank-card');
    await session.until('identify', ({ problem }) => problem === 'notASocialSecurityCard');
    await session.clock.advance(20_000);
    await session.act({ type: 'stay' });
    session.slotUnit.set('chipCard', 'none');
    await session.clock.advance(500);
    session.slotUnit.set('chipCard', 'specimen-b');
    await session.until('verify');
  });

  it('upside down: no chip is found', async () => {
    session.slotUnit.set('mute', true);
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('identify', ({ problem }) => problem === 'chipUnreadable');
  });

  it('torn out while it is read: put in again it is read', async () => {
    session.slotUnit.set('tear', 'read');
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('identify', ({ problem }) => problem === 'chipRemoved');
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('verify');
  });
});
