import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from './test-session.ts';

/** What can go wrong under the citizen's hands, one describe a physical fault. */
let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

const jam = (outcome: 'notDone' | 'indeterminate') => ({
  completionCode: 'commandErrorCode' as const,
  errorCode: 'paperJammed' as const,
  description: 'job 1: media-jam',
  outcome,
});

describe('at the card reader', () => {
  it('no card: the citizen is asked whether they are there, and goes home', async () => {
    await goTo(session, 'identify');
    await session.clock.advance(90_000);
    await session.until('attract');
  });

  it('a wrong card: says so, and a right one is read afterwards', async () => {
    await goTo(session, 'identify');
    session.lay('not-an-identity-card');
    await session.until('identify', ({ problem }) => problem === 'notAnIdentityCard');
    session.lift();
    await session.clock.advance(2_000);
    session.lay();
    await session.until('verify');
  });

  it('a card lifted during the read: says so, and it is read when put back', async () => {
    await goTo(session, 'identify');
    session.cardUnit.set('liftDuringRead', true);
    session.lay();
    await session.until('identify', ({ problem }) => problem === 'liftedTooSoon');
    await session.clock.advance(2_000);
    session.lay();
    await session.until('verify');
  });

  it('bad checksums for ever: says that it cannot be read, and stays', async () => {
    await goTo(session, 'identify');
    session.cardUnit.set('wrongCheck', 'always');
    session.lay();
    await session.until(
      'identify',
      (screen) => screen.problem === 'unreadable' || screen.ways[0]?.state === 'unavailable',
    );
    session.cardUnit.set('wrongCheck', 'off');
    session.lift();
    await session.clock.advance(6_000);
    session.lay();
    await session.until('verify');
  });

  it('an expired card is refused with its reason', async () => {
    await goTo(session, 'identify');
    session.lay('expired-card');
    await session.until('identify', ({ problem }) => problem === 'cardExpired');
    expect(session.centre.asked).toEqual([]);
  });

  it('unplugged and plugged in again: the citizen stays where they were', async () => {
    await goTo(session, 'identify');
    const { screenId } = session.stage.view;
    session.cardLine.cut();
    await session.until('identify', ({ ways }) => ways[0]?.state === 'unavailable');
    await session.act({ type: 'stay' });
    session.cardLine.mend();
    await session.until('identify', ({ ways }) => ways[0]?.state === 'waiting');
    expect(session.stage.view.screenId).toBe(screenId);
    session.lay();
    await session.until('verify');
  });

  it('unplugged elsewhere in the flow changes nothing for the citizen', async () => {
    await goTo(session, 'parameters');
    session.cardLine.cut();
    await session.clock.advance(5_000);
    expect(session.stage.view.screen.kind).toBe('parameters');
    await goToFrom('parameters', session);
  });
});

/** Goes on from a screen that stands already. */
async function goToFrom(kind: 'parameters' | 'confirm', { act, until }: TestSession) {
  if (kind === 'parameters') {
    await act({ type: 'chooseParameters', schemes: ['pension'], months: 24 });
    await until('preview');
    await act({ type: 'next' });
    await until('confirm');
  }
  await act({ type: 'next' });
  await until('rate');
}

describe('at the A4 printer', () => {
  it('paper out before printing: refused before a print is counted, and goes on when there is paper', async () => {
    session.printer.status = { ...session.printer.status, paper: 'out', reasons: ['media-empty'] };
    await goTo(session, 'preview');
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({
      code: 'printerOutOfPaper',
      actions: ['retry', 'finish', 'call'],
    });
    expect(session.centre).toMatchObject({ printed: 0 });
    expect(session.centre.asked).not.toContain('issue');

    session.printer.status = { ...session.printer.status, paper: 'full', reasons: [] };
    await session.act({ type: 'retry' });
    await session.until('confirm');
    await goToFrom('confirm', session);
    expect(session.centre.printed).toBe(1);
  });

  it('paper out while the citizen reads the confirmation: noticed before the count', async () => {
    await goTo(session, 'confirm');
    session.printer.status = { ...session.printer.status, paper: 'out' };
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'printerOutOfPaper' });
    expect(session.centre.asked).not.toContain('issue');
  });

  it('jam with nothing out: the job is kept, and prints again under the same number, counted once', async () => {
    session.printer.failNext = [jam('notDone')];
    await goTo(session, 'confirm');
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'printFailed' });
    expect(session.disk.store.read.openJobs()).toMatchObject([
      { state: 'notDone', certificateNumber: 'SPECIMEN-0001', hasDocument: true },
    ]);

    await session.act({ type: 'retry' });
    await session.until('rate');
    expect(session.printer.printed.map(({ pdf }) => pdf)).toEqual(['%PDF-1.7 specimen 1']);
    expect(session.centre.printed).toBe(1);
    expect(session.disk.store.read.openJobs()).toEqual([]);
  });

  it('jam and nobody knows: nothing is printed again by itself; staff print it under the same number', async () => {
    session.printer.failNext = [jam('indeterminate')];
    await goTo(session, 'confirm');
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({
      code: 'printOutcomeUnknown',
      actions: ['finish', 'call'],
    });
    await session.act({ type: 'next' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    expect(session.printer.printed).toEqual([]);

    await session.act({ type: 'openStaff' });
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    await realTurn();
    const { openJobs } = await session.until('staff');
    expect(openJobs).toMatchObject([
      { certificateNumber: 'SPECIMEN-0001', state: 'indeterminate', canReprint: true },
    ]);
    expect(JSON.stringify(openJobs)).not.toMatch(/样本甲|样\*甲|44520/);

    await session.act({ type: 'staffReprint', transactionId: openJobs[0]?.transactionId ?? '' });
    await session.until('staff', (screen) => screen.openJobs.length === 0);
    expect(session.printer.printed).toHaveLength(1);
    expect(session.centre.printed).toBe(1);
    expect(reportBodies(session.disk.store, 'openJob').at(-1)).toMatchObject({ resolution: 'reprinted' });
  });

  it('a spoiled certificate can be voided by staff: the count is given back', async () => {
    session.printer.failNext = [jam('indeterminate')];
    await goTo(session, 'confirm');
    await session.act({ type: 'next' });
    await session.until('fault');
    await session.act({ type: 'next' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    await session.act({ type: 'openStaff' });
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    await realTurn();
    const { openJobs } = await session.until('staff');
    await session.act({ type: 'staffVoid', transactionId: openJobs[0]?.transactionId ?? '' });
    await session.until('staff', (screen) => screen.openJobs.length === 0);
    expect(session.centre.printed).toBe(0);
    expect(session.disk.store.read.document(openJobs[0]?.transactionId ?? '')).toBeUndefined();
  });
});

/** scrypt runs on a thread of its own, outside virtual time. */
async function realTurn() {
  for (let turn = 0; turn < 200 && session.stage.view.screen.kind === 'staffSignIn'; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('at the staff corner, when what was asked for fails', () => {
  beforeEach(async () => {
    session.printer.failNext = [jam('indeterminate')];
    await goTo(session, 'confirm');
    await session.act({ type: 'next' });
    await session.until('fault');
    await session.act({ type: 'next' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    await session.act({ type: 'openStaff' });
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    await realTurn();
  });

  it.each([
    ['nothing came out', jam('notDone'), 'printFailed'],
    ['there is no paper', { ...jam('notDone'), errorCode: 'paperOut' as const }, 'paperOut'],
    ['nobody knows', jam('indeterminate'), 'printOutcomeUnknown'],
  ] as const)('reprint, %s: said, and the job stays open', async (_name, failure, what) => {
    session.printer.failNext = [failure];
    const { openJobs } = await session.until('staff');
    const [job] = openJobs;
    await session.act({ type: 'staffReprint', transactionId: job?.transactionId ?? '' });
    const after = await session.until('staff', (screen) => screen.problem !== null);
    expect(after).toMatchObject({ problem: { trace: job?.trace, what }, busy: null });
    expect(after.openJobs).toHaveLength(1);
    expect(session.printer.printed).toEqual([]);

    await session.act({ type: 'staffReprint', transactionId: job?.transactionId ?? '' });
    await session.until('staff', (screen) => screen.openJobs.length === 0 && screen.problem === null);
    expect(session.printer.printed).toHaveLength(1);
  });

  it('void, the centre is down or says no: said, the job stays open, and the next void does it', async () => {
    const { openJobs } = await session.until('staff');
    const act = { type: 'staffVoid', transactionId: openJobs[0]?.transactionId ?? '' } as const;
    session.centre.reachable = false;
    await session.act(act);
    await session.until('staff', (screen) => screen.problem?.what === 'centreUnreachable');
    session.centre.reachable = true;
    session.centre.refuse.void = 'UNKNOWN_CERTIFICATE';
    await session.act(act);
    const after = await session.until('staff', (screen) => screen.problem?.what === 'centreRefused');
    expect(after.openJobs).toHaveLength(1);
    delete session.centre.refuse.void;
    await session.act(act);
    await session.until('staff', (screen) => screen.openJobs.length === 0 && screen.problem === null);
    expect(session.centre.printed).toBe(0);
  });

  it('reports that the centre refuses are shown', async () => {
    session.uplink.refused = { reason: 'gap', sequence: 41 };
    await session.act({ type: 'back' });
    await session.until('attract');
    await session.act({ type: 'openStaff' });
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    await realTurn();
    expect(await session.until('staff')).toMatchObject({
      serverLink: 'online',
      reportsRefused: { reason: 'gap', sequence: 41 },
    });
  });
});

describe('at the receipt printer', () => {
  it('cover open: the certificate is printed all the same, and the citizen is told that there is no slip', async () => {
    session.slipUnit.set('coverOpen', true);
    await goTo(session, 'rate');
    expect(session.stage.view.screen).toMatchObject({ receiptPrinted: false });
    expect(session.receipts).toEqual([]);
    expect(session.printer.printed).toHaveLength(1);
    expect(session.shown).not.toContain('fault');
  });
});

describe('at the line to the centre', () => {
  it.each(['identify', 'parameters', 'preview', 'confirm'] as const)(
    'down at %s: said, and goes on when it is back',
    async (kind) => {
      await goTo(session, kind);
      session.centre.reachable = false;
      if (kind === 'identify') session.lay();
      else if (kind === 'parameters')
        await session.act({ type: 'chooseParameters', schemes: ['pension'], months: 24 });
      else await session.act({ type: 'next' });
      expect(await session.until('fault')).toMatchObject({
        code: 'serverUnavailable',
        actions: ['retry', 'finish', 'call'],
      });
      expect(session.centre.printed).toBe(0);

      session.centre.reachable = true;
      await session.act({ type: 'retry' });
      const next = {
        identify: 'verify',
        parameters: 'preview',
        preview: 'confirm',
        confirm: 'rate',
      } as const;
      await session.until(next[kind]);
      expect(session.centre.printed).toBe(kind === 'confirm' ? 1 : 0);
    },
  );

  it('down while a code is checked: the citizen stays and types again', async () => {
    await goTo(session, 'verify');
    session.centre.reachable = false;
    await session.act({ type: 'submitCode', code: '123456' });
    await session.until('verify', ({ problem }) => problem === 'serverUnavailable');
    session.centre.reachable = true;
    await session.act({ type: 'submitCode', code: '123456' });
    await session.until('forWhom');
  });

  it('the answer of the issue lost: asked by key, issued once, printed', async () => {
    session.centre.loseAnswer = true;
    await goTo(session, 'rate');
    expect(session.centre.asked.filter((asked) => asked === 'issue')).toHaveLength(1);
    expect(session.centre.asked).toContain('byKey');
    expect(session.centre.printed).toBe(1);
    expect(session.printer.printed).toHaveLength(1);
  });

  it('the answer of the issue lost and the line down: nobody says failed, the question stays open', async () => {
    await goTo(session, 'confirm');
    session.centre.loseAnswer = true;
    session.centre.refuse = { byKey: 'AUTHORITY_UNAVAILABLE' };
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'issueOutcomeUnknown' });
    expect(session.printer.printed).toEqual([]);
    expect(session.disk.store.read.openJobs()).toMatchObject([{ state: 'indeterminate' }]);
    expect(journalTypes(session.disk.store)).toContain('jobOpened');
  });
});

describe('at the staff sign-in', () => {
  it('five wrong PINs lock it for a minute', async () => {
    await session.act({ type: 'openStaff' });
    for (let attempt = 1; attempt <= 5; attempt++) {
      await session.act({ type: 'staffSignIn', pin: '000000' });
      const id = session.stage.view.screenId;
      for (let turn = 0; turn < 200 && session.stage.view.screenId === id; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    expect(session.stage.view.screen).toEqual({ kind: 'staffSignIn', problem: 'locked' });
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    expect(await session.until('staffSignIn')).toMatchObject({ problem: 'locked' });
    await session.clock.advance(59_000);
    await session.act({ type: 'stay' });
    await session.clock.advance(2_000);
    await session.act({ type: 'staffSignIn', pin: '20261122' });
    await realTurn();
    await session.until('staff');
  });
});
