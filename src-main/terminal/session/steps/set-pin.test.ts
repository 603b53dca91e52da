import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes } from '../../transaction/test-ground.ts';
import { openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

const staffPin = '20261122';
/** The PIN of staff is hashed by a thread of the operating system, which virtual time does not move. */
const becomes = (expected: object) =>
  expect.poll(() => session.stage.view.screen, { interval: 5, timeout: 10_000 }).toMatchObject(expected);

async function toStaff(item: 'SSC-REG-003' | 'SSC-REG-004', card = 'specimen-a'): Promise<void> {
  await session.act({ type: 'start' });
  await session.act({ type: 'chooseItem', code: item });
  await session.act({ type: 'next' });
  await session.act({ type: 'next' });
  await session.until('identify');
  session.slotUnit.set('chipCard', card);
  await session.until('identify', ({ ways }) => ways[0]?.document === 'identityCard');
  session.lay(card);
  await session.until('staffConfirm');
}
async function toPin(item: 'SSC-REG-003' | 'SSC-REG-004'): Promise<void> {
  await toStaff(item);
  await session.act({ type: 'confirmPerson', pin: staffPin });
  await becomes({ kind: 'pinEntry' });
}
async function press(keys: string): Promise<void> {
  for (const key of keys) {
    session.padUnit.set(`key_${key}`, true);
    await session.clock.advance(200);
  }
}
async function type(which: 'old' | 'next' | 'repeat', digits: string): Promise<void> {
  await session.until('pinEntry', (screen) => screen.which === which && screen.listening);
  await press(digits);
  session.padUnit.set('key_enter', true);
  await session.clock.advance(1_000);
}
const calls = (operation: string) => session.centre.asked.filter((asked) => asked === operation).length;
const journal = () => JSON.stringify(session.disk.store.read.journal(0, 1_000));

describe('a reset', () => {
  it('from the card in its slot to the card in the hand', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260417');
    expect(await session.until('pinSet')).toEqual({
      kind: 'pinSet',
      purpose: 'reset',
      cardTail: '1001',
      setAt: '2026-11-22T09:30:00Z',
    });
    await session.act({ type: 'next' });
    await session.until('rate');
    await session.act({ type: 'skipRating' });
    expect((await session.until('take')).belongings).toEqual([
      { kind: 'identityCard', state: 'unsensed' },
      { kind: 'socialSecurityCard', state: 'present' },
      { kind: 'receipt', state: 'unsensed' },
    ]);
    const slip = session.receipts[0]?.join('\n') ?? '';
    expect(slip).toMatch(/社保卡号尾号\s+1001/);
    expect(slip).toContain('密码已设置');
    expect(slip).not.toMatch(/260417|Z00001001|样本甲/);
  });

  it('sends blocks alone: no PIN is in journal, report, view or request', async () => {
    const views: string[] = [];
    session.stage.onView((view) => views.push(JSON.stringify(view)));
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260417');
    await session.until('pinSet');
    const [request] = session.centre.pinsSet.values();
    expect(request?.blocks.old).toBeNull();
    expect(Buffer.from(request?.blocks.next ?? '', 'base64')).toHaveLength(8);
    const reports = JSON.stringify(session.disk.store.read.unsentReports(200));
    expect(JSON.stringify(request)).not.toContain('260417');
    for (const text of [journal(), reports, ...views]) expect(text).not.toMatch(/260417|Z00001001/);
  });

  it('shows how many digits are in, and no more', async () => {
    await toPin('SSC-REG-004');
    // Until the pad has said so, nobody is asked to press a key.
    expect(session.stage.view.screen).toMatchObject({ listening: false, entered: 0 });
    await session.until('pinEntry', ({ listening }) => listening);
    await press('260');
    expect(session.stage.view.screen).toMatchObject({
      kind: 'pinEntry',
      which: 'next',
      entered: 3,
      length: 6,
    });
    session.padUnit.set('key_clear', true);
    await session.clock.advance(500);
    expect(session.stage.view.screen).toMatchObject({ entered: 0 });
  });

  it('typed in two ways: begins anew, and is written once', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260418');
    await session.until('pinEntry', ({ which, problem }) => which === 'next' && problem === 'differ');
    await type('next', '260417');
    await type('repeat', '260417');
    await session.until('pinSet');
    expect(session.centre.pinsSet.size).toBe(1);
  });

  it('too easy: says why', async () => {
    session.centre.refuse = { setPin: 'PIN_WEAK' };
    session.centre.refusalData = { why: 'birthDate' };
    await toPin('SSC-REG-004');
    await type('next', '500101');
    await type('repeat', '500101');
    await session.until('pinEntry', ({ problem }) => problem === 'birthDate');
  });

  it('too short: asked again', async () => {
    await toPin('SSC-REG-004');
    await type('next', '2604');
    await session.until('pinEntry', ({ which, problem }) => which === 'next' && problem === 'tooShort');
  });

  it('cancel on the pad goes a step back', async () => {
    await toPin('SSC-REG-004');
    await session.clock.advance(1_000);
    session.padUnit.set('key_cancel', true);
    await session.clock.advance(1_000);
    expect(session.stage.view.screen.kind).toBe('staffConfirm');
  });

  it.each([
    ['CARD_LOST', 'cardReportedLost'],
    ['CARD_MISMATCH', 'cardHolderMismatch'],
    ['PIN_UNREADABLE', 'pinPadUnavailable'],
    ['TO_PERSON', 'pinToPerson'],
  ])('%s is said as %s, and the card is to be taken', async (code, fault) => {
    session.centre.refuse = { setPin: code };
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({ code: fault });
    await session.act({ type: 'next' });
    expect((await session.until('take')).belongings).toContainEqual({
      kind: 'socialSecurityCard',
      state: 'present',
    });
  });
});

describe('a change', () => {
  it('asks for the old one first', async () => {
    await toPin('SSC-REG-003');
    await type('old', '123456');
    await type('next', '260417');
    await type('repeat', '260417');
    expect(await session.until('pinSet')).toMatchObject({ purpose: 'change' });
    expect([...session.centre.pinsSet.values()][0]?.blocks.old).not.toBeNull();
  });

  it('a wrong old one: says how many tries are left, and at the last one that it is locked', async () => {
    session.centre.refuse = { setPin: 'PIN_WRONG' };
    session.centre.refusalData = { triesLeft: 1 };
    await toPin('SSC-REG-003');
    await type('old', '111222');
    await type('next', '260417');
    await type('repeat', '260417');
    await session.until('pinEntry', ({ which, problem, triesLeft }) => {
      return which === 'old' && problem === 'wrong' && triesLeft === 1;
    });
    session.centre.refuse = { setPin: 'PIN_LOCKED' };
    await type('old', '111222');
    await type('next', '260417');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({ code: 'pinLocked', actions: ['finish', 'call'] });
    expect(calls('setPin')).toBe(2);
  });
});

describe('whose card it is', () => {
  it('another person’s document: nobody is let in, and the right one may follow', async () => {
    await session.act({ type: 'start' });
    await session.act({ type: 'chooseItem', code: 'SSC-REG-004' });
    await session.act({ type: 'next' });
    await session.act({ type: 'next' });
    session.slotUnit.set('chipCard', 'specimen-a');
    await session.until('identify', ({ ways }) => ways[0]?.document === 'identityCard');
    session.scannerUnit.show('ECARD-TEST-0002');
    expect(await session.until('fault')).toMatchObject({
      code: 'cardHolderMismatch',
      actions: ['retry', 'finish', 'call'],
    });
    expect(journal()).toContain('"reason":"cardHolderMismatch"');
    await session.act({ type: 'retry' });
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('staffConfirm');
  });

  it('taken out while typing: nothing is written, and the card is asked for again', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    session.slotUnit.set('chipCard', 'none');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({ code: 'cardTakenOut' });
    expect(calls('setPin')).toBe(0);
    await session.act({ type: 'retry' });
    expect((await session.until('identify')).ways).toEqual([
      { document: 'socialSecurityCard', state: 'waiting' },
    ]);
  });

  it('changed for another card while typing: nothing is written for either', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    session.slotUnit.set('chipCard', 'specimen-b');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({ code: 'cardTakenOut' });
    expect(calls('setPin')).toBe(0);
  });

  it('torn out while it is looked at for the last time: nothing is written', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    session.slotUnit.set('tear', 'read');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({ code: 'cardTakenOut' });
    expect(calls('setPin')).toBe(0);
  });

  it('torn out while the PIN is written: it is valid all the same', async () => {
    await toPin('SSC-REG-004');
    await type('next', '260417');
    const written = session.centre.pinsSet;
    const set = written.set.bind(written);
    written.set = (key, request) => {
      session.slotUnit.set('chipCard', 'none');
      return set(key, request);
    };
    await type('repeat', '260417');
    await session.until('pinSet');
    await session.act({ type: 'next' });
    await session.until('rate');
    await session.act({ type: 'skipRating' });
    expect((await session.until('take')).belongings).toContainEqual({
      kind: 'socialSecurityCard',
      state: 'taken',
    });
  });
});

describe('the network is lost after the PIN was sent', () => {
  it('it was written: the centre is asked by key, and it is not written again', async () => {
    session.centre.loseAnswer = true;
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260417');
    await session.until('pinSet');
    expect([calls('setPin'), calls('pinByKey')]).toEqual([1, 1]);
    expect(journal()).toContain('asked by key: set');
  });

  it('nobody can tell: says so, and does not write again', async () => {
    session.centre.loseAnswer = true;
    session.centre.refuse = { pinByKey: 'AUTHORITY_UNAVAILABLE' };
    await toPin('SSC-REG-004');
    await type('next', '260417');
    await type('repeat', '260417');
    expect(await session.until('fault')).toMatchObject({
      code: 'pinOutcomeUnknown',
      actions: ['finish', 'call'],
    });
    expect(calls('setPin')).toBe(1);
    expect(journal()).toContain('"outcome":"indeterminate"');
  });

  it.each([
    ['it never left the terminal', [2, 0]],
    ['it left and never arrived, as the card system says when asked by its key', [2, 1]],
  ])(
    '%s: what is typed again is another PIN, under another key, and is written once',
    async (which, asked) => {
      await toPin('SSC-REG-004');
      await type('next', '260417');
      if (which.startsWith('it never left')) session.centre.reachable = false;
      else session.centre.loseRequest = true;
      await type('repeat', '260417');
      expect(await session.until('fault')).toMatchObject({ code: 'serverUnavailable' });
      session.centre.reachable = true;
      await session.act({ type: 'retry' });
      await type('next', '371528');
      await type('repeat', '371528');
      await session.until('pinSet');
      const { pinKeys, pinsSet } = session.centre;
      expect(new Set(pinKeys).size).toBe(2);
      expect([...pinsSet.keys()]).toEqual([pinKeys.at(-1)]);
      expect(journalTypes(session.disk.store).filter((one) => one === 'outcome')).toHaveLength(2);
      expect([calls('setPin'), calls('pinByKey')]).toEqual(asked);
    },
  );
});

it('without the centre nobody is let in by the word of staff, and then they are', async () => {
  session.centre.reachable = false;
  await toStaff('SSC-REG-004');
  await session.act({ type: 'confirmPerson', pin: staffPin });
  await becomes({ kind: 'staffConfirm', state: 'waiting', problem: 'serverUnavailable' });
  session.centre.reachable = true;
  await session.act({ type: 'confirmPerson', pin: staffPin });
  await becomes({ kind: 'pinEntry' });
});

describe('the pad', () => {
  it('opened by force while typing: nothing is written, and the item is closed to the next citizen', async () => {
    await toPin('SSC-REG-004');
    await session.clock.advance(1_000);
    session.padUnit.set('tamper', true);
    // A pad that waits for digits is asked nothing; it is found out when its time is up.
    await session.clock.advance(110_000);
    expect(await session.until('fault')).toMatchObject({ code: 'pinPadUnavailable' });
    await session.act({ type: 'next' });
    await session.until('take');
    session.slotUnit.set('chipCard', 'none');
    await session.clock.advance(500);
    await session.act({ type: 'next' });
    await session.until('attract');
    // Its next health check tells.
    await session.clock.advance(60_000);
    await session.act({ type: 'start' });
    await session.act({ type: 'chooseCategory', categoryId: 'socialSecurityCard' });
    const shown = await session.until('category');
    const unavailable = new Map(shown.items.map((item) => [item.code, item.unavailable]));
    expect([unavailable.get('SSC-REG-003'), unavailable.get('SSC-REG-004')]).toEqual(['pinPad', 'pinPad']);
  });

  it('unplugged: says so, and goes on when it is back', async () => {
    await toPin('SSC-REG-004');
    await session.clock.advance(1_000);
    session.padLine.cut();
    expect(await session.until('fault')).toMatchObject({ code: 'pinPadUnavailable' });
    session.padLine.mend();
    await session.clock.advance(8_000);
    await session.act({ type: 'retry' });
    await type('next', '260417');
    await type('repeat', '260417');
    await session.until('pinSet');
  });
});

it('the order of what is written down: who was seen, what is about to happen, what became of it', async () => {
  await toPin('SSC-REG-004');
  await type('next', '260417');
  await type('repeat', '260417');
  await session.until('pinSet');
  const types = journalTypes(session.disk.store);
  const order = ['personConfirmedByStaff', 'secondFactorPassed', 'intent', 'outcome'];
  expect(order.map((one) => types.indexOf(one))).toEqual(
    [...order.map((one) => types.indexOf(one))].sort((a, b) => a - b),
  );
  expect(types.indexOf('personConfirmedByStaff')).toBeGreaterThan(0);
});
