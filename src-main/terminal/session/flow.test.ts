import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper80mm } from '../../../devices/drivers/escpos/profile.ts';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from './test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

describe('a citizen prints a certificate', () => {
  it('from the attract screen to the paper in the hand, and home again', async () => {
    await goTo(session, 'farewell');
    await session.until('attract');
    expect(session.shown.join(' ')).toBe(
      'starting attract home notice consent identify working verify forWhom parameters working preview ' +
        'working confirm printing rate take farewell attract',
    );
    expect(session.printer.printed).toHaveLength(1);
    expect(session.printer.printed[0]?.pdf).toBe('%PDF-1.7 specimen 1');
    expect(session.receipts).toHaveLength(1);
    expect(session.centre.printed).toBe(1);
  });

  it('prints on the slip the trace and the certificate number, and the person only masked', async () => {
    await goTo(session, 'take');
    const slip = session.receipts[0]?.join('\n') ?? '';
    expect(slip).toContain('0001-000001');
    expect(slip).toContain('SPECIMEN-0001');
    expect(slip).toContain('样*甲');
    expect(slip).toContain('445***********001X');
    expect(slip).not.toContain('样本甲');
    expect(slip).not.toContain('44520219500101001X');
    expect(slip).toContain('样张');
    expect(slip).toContain('https://centre.example/verify/ABCD-EFGH-JKLM');
  });

  it('leaves the whole story in journal and outbox, and nothing of the person', async () => {
    await goTo(session, 'attract');
    await goTo(session, 'farewell');
    const store = session.disk.reopen();
    expect(journalTypes(store)).toEqual(
      expect.arrayContaining([
        'transactionStarted',
        'consentGiven',
        'identityRead',
        'secondFactorPassed',
        'certificateIssued',
        'rated',
        'transactionEnded',
      ]),
    );
    const reports = store.read.unsentReports(100);
    expect(reports.map((report) => report.sequence)).toEqual(reports.map((_, index) => index + 1));
    expect(reportBodies(store, 'transaction')).toContainEqual(
      expect.objectContaining({ state: 'ended', result: 'completed' }),
    );
    expect(reportBodies(store, 'rating')).toMatchObject([{ level: 'verySatisfied' }]);
    const everything = JSON.stringify([reports, store.read.journal(0, 1000)]);
    expect(everything).not.toMatch(/样本甲|44520219500101001X|138\*/);
    expect(store.read.openJobs()).toEqual([]);
  });

  it('shows the person only masked on every screen', async () => {
    const views: string[] = [];
    session.stage.onView((view) => views.push(JSON.stringify(view)));
    await goTo(session, 'farewell');
    expect(views.join('\n')).not.toMatch(/样本甲|44520219500101001X/);
    expect(views.join('\n')).toContain('样*甲');
  });

  it('may skip the rating: the screen goes on by itself', async () => {
    await goTo(session, 'rate');
    await session.clock.advance(30_000);
    await session.until('take');
    expect(reportBodies(session.disk.store, 'rating')).toEqual([]);
  });

  it('goes back from preview to the parameters and from confirm to the preview', async () => {
    await goTo(session, 'confirm');
    await session.act({ type: 'back' });
    await session.until('preview');
    await session.act({ type: 'back' });
    await session.until('parameters');
    expect(session.centre.printed).toBe(0);
  });

  it('is reminded of the things, three times, and then the machine goes on', async () => {
    await goTo(session, 'take');
    const reminded = new Set<number>();
    session.stage.onView(({ screen }) => {
      if (screen.kind === 'take') reminded.add(screen.reminders);
    });
    await session.clock.advance(60_000);
    expect([...reminded]).toEqual([1, 2, 3]);
    await session.until('attract');
  });
});

describe('a citizen who leaves', () => {
  it.each([
    'notice',
    'consent',
    'identify',
    'verify',
    'forWhom',
    'parameters',
    'preview',
    'confirm',
  ] as const)(
    'at %s leaves nothing counted and nothing printed; the card is asked for when it was read',
    async (kind) => {
      await goTo(session, kind);
      await session.act({ type: 'leave' });
      const cardWasRead = !['notice', 'consent', 'identify'].includes(kind);
      if (cardWasRead) {
        expect((await session.until('take')).belongings).toEqual([
          { kind: 'identityCard', state: 'unsensed' },
        ]);
        await session.act({ type: 'next' });
      }
      await session.until('attract');
      expect(session.centre.printed).toBe(0);
      expect(session.printer.printed).toEqual([]);
      expect(reportBodies(session.disk.store, 'transaction').at(-1)).toMatchObject({ result: 'left' });
    },
  );

  it('without a word is asked, and then the terminal goes home with nothing of the person', async () => {
    await goTo(session, 'verify');
    await session.clock.advance(60_000);
    expect(session.stage.view.idleWarning).toEqual({ secondsLeft: 30 });
    await session.clock.advance(30_000);
    await session.until('take');
    await session.clock.advance(60_000);
    await session.until('attract');
    expect(session.stage.view).toMatchObject({ language: 'zh', trail: null });
    expect(reportBodies(session.disk.store, 'transaction').at(-1)).toMatchObject({ result: 'timedOut' });
  });

  it('in older-person mode gets twice the time', async () => {
    await goTo(session, 'home');
    await session.act({ type: 'setLargeText', on: true });
    await session.act({ type: 'chooseItem', code: 'SIN-PRT-001' });
    await session.clock.advance(119_000);
    expect(session.stage.view.idleWarning).toBeNull();
    await session.clock.advance(1_000);
    expect(session.stage.view.idleWarning).toEqual({ secondsLeft: 60 });
  });
});

describe('the print count', () => {
  it('allows the third of the month', async () => {
    session.centre.printed = 2;
    await goTo(session, 'confirm');
    expect(session.stage.view.screen).toMatchObject({ ordinal: 3, limit: 3 });
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.printer.printed).toHaveLength(1);
  });

  it('refuses the fourth before anything is issued', async () => {
    session.centre.printed = 3;
    await goTo(session, 'preview');
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'printLimitReached', details: { limit: 3 } });
    expect(session.centre.asked).not.toContain('issue');
    await session.act({ type: 'next' });
    await session.until('take');
    expect(reportBodies(session.disk.store, 'transaction').at(-1)).toMatchObject({
      result: 'refused',
      reason: 'printLimitReached',
    });
  });
});

describe('the second factor', () => {
  it('sends another code only after the wait', async () => {
    await goTo(session, 'verify');
    await session.act({ type: 'resendCode' });
    expect(session.centre.asked.filter((asked) => asked === 'start')).toHaveLength(1);
    await session.clock.advance(55_000);
    await session.act({ type: 'stay' });
    await session.clock.advance(6_000);
    await session.act({ type: 'resendCode' });
    await session.until('verify');
    expect(session.centre.asked.filter((asked) => asked === 'start')).toHaveLength(2);
  });

  it('is asked for again when its token grew too old', async () => {
    await goTo(session, 'parameters');
    session.centre.refuse = { participation: 'VERIFICATION_REQUIRED' };
    await session.act({ type: 'chooseParameters', schemes: ['pension'], months: 12 });
    await session.until('verify');
  });
});

/** Where nobody is at hand, the text message is the only way. */
describe('the second factor where nobody is at hand', () => {
  beforeEach(async () => {
    await session.close();
    session = await openSession(paper80mm, { attended: false });
  });

  it('says a wrong code and how many tries are left, and ends after the last', async () => {
    session.centre.attemptsLeft = 2;
    await goTo(session, 'verify');
    expect((await session.until('verify')).otherWays).toBe(false);
    await session.act({ type: 'submitCode', code: '000000' });
    expect(await session.until('verify', ({ state }) => state === 'waiting')).toMatchObject({
      problem: 'wrongCode',
      attemptsLeft: 1,
    });
    await session.act({ type: 'submitCode', code: '000000' });
    expect(await session.until('fault')).toMatchObject({ code: 'tooManyWrongCodes' });
  });

  it.each([
    ['PERSON_UNKNOWN', 'personNotFound'],
    ['NAME_MISMATCH', 'identityMismatch'],
    ['PHONE_UNKNOWN', 'phoneNotRegistered'],
    ['TOO_MANY', 'tooManyCodesSent'],
  ])('%s is said as %s, with a way out', async (code, fault) => {
    session.centre.refuse = { start: code };
    await goTo(session, 'identify');
    session.lay();
    expect(await session.until('fault')).toMatchObject({ code: fault, actions: ['finish', 'call'] });
    await session.act({ type: 'leave' });
    await session.until('take');
  });
});
