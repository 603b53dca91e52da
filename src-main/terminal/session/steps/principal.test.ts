import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Relation } from '../../../../src-shared/service/principal.ts';
import { journalTypes, reportBodies } from '../../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from '../test-session.ts';

/** For another person, at the machine. The centre in memory grants what the test says; the real one has tests of its own. */

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

/** 样本甲 stands here; 张样本 is the other person. */
const other = { card: 'specimen-b', name: '张样本', idNumber: '445202196006060029' };
const minor = '445202201606060165';

const choose = (whom: 'self' | 'another' | Relation) => session.act({ type: 'chooseWhom', whom });
const screen = () => session.stage.view.screen;

async function toRelation(): Promise<void> {
  await goTo(session, 'forWhom');
  await choose('another');
}
/** The agent's card goes, the other one comes. */
async function swapCards(card = other.card): Promise<void> {
  session.lift();
  await session.clock.advance(1_000);
  session.lay(card);
}
async function toGranted(): Promise<void> {
  await toRelation();
  await choose('spouse');
  await session.until('identify');
  await swapCards();
  await session.until('principal');
}
const disk = () =>
  JSON.stringify([session.disk.store.read.journal(0, 1_000), session.disk.store.read.unsentReports(100)]);
const calls = (operation: string) => session.centre.asked.filter((asked) => asked === operation).length;

describe('for whom', () => {
  it('is asked first; oneself is one touch, and nobody else is asked about', async () => {
    await goTo(session, 'forWhom');
    expect(screen()).toEqual({
      kind: 'forWhom',
      options: [{ whom: 'self' }, { whom: 'another' }],
      basis: null,
    });
    await choose('self');
    await session.until('parameters');
    expect(calls('principal') + calls('releasePrincipal')).toBe(0);
  });

  it('each relation that the item allows, with what it asks for and by which rule', async () => {
    await toRelation();
    expect(screen()).toMatchObject({
      options: [
        { whom: 'spouse', authorisation: 'always', identity: 'card' },
        { whom: 'parent', authorisation: 'always', identity: 'card' },
        { whom: 'child', authorisation: 'ofAge', identity: 'number' },
        { whom: 'ward', authorisation: 'never', identity: 'number' },
        { whom: 'other', authorisation: 'always', identity: 'card' },
      ],
      basis: { zh: expect.stringContaining('民法典') },
    });
    await session.act({ type: 'back' });
    expect(screen()).toMatchObject({ options: [{ whom: 'self' }, { whom: 'another' }] });
  });

  it.each(['spouse', 'parent', 'other'] as const)('%s: by their document', async (whom) => {
    await toRelation();
    await choose(whom);
    expect(await session.until('identify')).toMatchObject({ whose: 'principal' });
    await swapCards();
    await session.until('principal');
    expect(session.centre.principalsAsked).toEqual([
      {
        itemCode: 'SIN-PRT-001',
        token: 'a token of the second factor',
        relation: whom,
        idNumber: other.idNumber,
        name: other.name,
      },
    ]);
  });

  it('child: by the number alone, and the register says the name', async () => {
    await toRelation();
    await choose('child');
    await session.until('field');
    await session.act({ type: 'answer', answer: minor });
    await session.until('principal');
    expect(session.centre.principalsAsked[0]).toMatchObject({
      relation: 'child',
      idNumber: minor,
      name: null,
    });
  });
});

describe('the other person’s document', () => {
  beforeEach(async () => {
    await toRelation();
    await choose('spouse');
    await session.until('identify');
  });

  it('the same card twice is said, and the reader waits for the other one', async () => {
    await swapCards('specimen-a');
    await session.until('identify', ({ problem }) => problem === 'sameDocument');
    expect(calls('principal')).toBe(0);
    await swapCards();
    await session.until('principal');
  });

  it('the agent’s own code on the phone is the same document too', async () => {
    session.scannerUnit.show('ECARD-TEST-0001');
    await session.until('identify', ({ problem }) => problem === 'sameDocument');
    session.scannerUnit.show('ECARD-TEST-0002');
    await session.until('principal');
  });

  it.each([['expired-card', 'cardExpired']])('%s is said as for anybody: %s', async (card, problem) => {
    await swapCards(card);
    await session.until('identify', (shown) => shown.problem === problem);
  });

  it('lifted while it is read: laid down again it is read', async () => {
    session.lift();
    await session.clock.advance(1_000);
    session.lay(other.card);
    await session.until('identify', ({ ways }) => ways.some(({ state }) => state === 'reading'));
    session.lift();
    await session.until('identify', ({ problem }) => problem === 'liftedTooSoon');
    session.lay(other.card);
    await session.until('principal');
  });

  it('going back asks nobody', async () => {
    await session.act({ type: 'back' });
    await session.until('forWhom');
    expect(calls('principal')).toBe(0);
  });
});

describe('the number', () => {
  beforeEach(async () => {
    await toRelation();
    await choose('child');
    await session.until('field');
  });

  it('with a wrong check digit is asked again', async () => {
    await session.act({ type: 'answer', answer: `${minor.slice(0, 17)}0` });
    await session.until('field', ({ problem }) => problem !== null);
    expect(calls('principal')).toBe(0);
  });

  it('of the agent is said, and asked again', async () => {
    await session.act({ type: 'answer', answer: '44520219500101001X' });
    await session.until('field', ({ problem }) => problem?.zh.includes('您自己的号码') === true);
    await session.act({ type: 'answer', answer: minor });
    await session.until('principal');
  });
});

describe('once it is granted', () => {
  it('the person is shown in part, with the agent, and agreed to', async () => {
    await toGranted();
    expect(screen()).toEqual({
      kind: 'principal',
      principal: {
        relation: 'spouse',
        nameMasked: '张*本',
        idNumberMasked: '445***********0029',
        basis: 'authorised',
        validUntil: '2028-12-31',
      },
      agentMasked: '样*甲',
    });
    expect(session.stage.view.principal).toBeNull();
    await session.act({ type: 'next' });
    await session.until('parameters');
    expect(session.stage.view.principal).toEqual({ relation: 'spouse', nameMasked: '张*本' });
  });

  it('confirmation, slip and things name both, in part; the journal says relation and ground', async () => {
    await toGranted();
    await session.act({ type: 'next' });
    await session.until('parameters');
    await session.act({ type: 'chooseParameters', schemes: ['pension'], months: 24 });
    await session.until('preview');
    await session.act({ type: 'next' });
    expect(await session.until('confirm')).toMatchObject({
      holderMasked: '张*本',
      idNumberMasked: '445***********0029',
      agentMasked: '样*甲',
    });
    await session.act({ type: 'next' });
    await session.until('rate');
    const slip = session.receipts[0]?.join('\n') ?? '';
    expect(slip).toMatch(/姓名\s+张\*本/);
    expect(slip).toMatch(/代办人\s+样\*甲/);
    await session.act({ type: 'skipRating' });
    expect((await session.until('take')).belongings.map(({ kind }) => kind)).toEqual([
      'identityCard',
      'principalCard',
      'certificate',
      'receipt',
    ]);
    expect(session.disk.store.read.journal(0, 1_000).map(({ event }) => event)).toContainEqual({
      type: 'principalGranted',
      transactionId: expect.any(String),
      relation: 'spouse',
      basis: 'authorised',
    });
  });

  it('somebody else is chosen instead: the centre is asked again', async () => {
    await toGranted();
    await session.act({ type: 'back' });
    await session.until('forWhom');
    await choose('child');
    await session.until('field');
    await session.act({ type: 'answer', answer: minor });
    await session.until('principal');
    expect(calls('principal')).toBe(2);
  });

  it('for oneself after all: the centre gives it up first, and nothing of the other is left', async () => {
    await toGranted();
    await session.act({ type: 'next' });
    await session.until('parameters');
    await session.act({ type: 'back' });
    await session.until('forWhom');
    await choose('self');
    await session.until('parameters');
    expect(calls('releasePrincipal')).toBe(1);
    expect(session.stage.view.principal).toBeNull();
  });

  it('for oneself while the centre is away: not before it gave the other person up', async () => {
    await toGranted();
    await session.act({ type: 'back' });
    await session.until('forWhom');
    await session.act({ type: 'back' });
    session.centre.reachable = false;
    await choose('self');
    await session.until('fault', ({ code }) => code === 'serverUnavailable');
    session.centre.reachable = true;
    await session.act({ type: 'retry' });
    await session.until('parameters');
    expect(calls('releasePrincipal')).toBe(2);
  });

  it('the token grows old: the second factor again, and for whom is asked again', async () => {
    await toGranted();
    await session.act({ type: 'next' });
    await session.until('parameters');
    session.centre.refuse = { participation: 'VERIFICATION_REQUIRED' };
    await session.act({ type: 'chooseParameters', schemes: ['pension'], months: 24 });
    await session.until('verify');
    session.centre.refuse = {};
    await session.act({ type: 'submitCode', code: '123456' });
    await session.until('forWhom');
  });
});

describe('a refusal is said with what can be done, and is no dead end', () => {
  it.each([
    ['agentMinor', 'agentMinor'],
    ['unknown', 'principalUnknown'],
    ['nameMismatch', 'principalNameMismatch'],
    ['notRegistered', 'relationNotRegistered'],
    ['deceased', 'principalDeceased'],
    ['authorisationMissing', 'authorisationMissing'],
    ['authorisationExpired', 'authorisationExpired'],
    ['authorisationWithdrawn', 'authorisationWithdrawn'],
    ['registerBehind', 'relationRegisterBehind'],
    ['tooMany', 'tooManyPrincipals'],
  ] as const)('%s', async (reason, code) => {
    session.centre.principal = { state: 'refused', reason };
    await toRelation();
    await choose('spouse');
    await session.until('identify');
    await swapCards();
    expect(await session.until('fault')).toMatchObject({ code, actions: ['back', 'finish', 'call'] });
    await session.act({ type: 'back' });
    await session.until('forWhom');
    await choose('self');
    await session.until('parameters');
    expect(journalTypes(session.disk.store)).toContain('stepRefused');
  });

  it('finished there, both cards are asked for, and the report says why', async () => {
    session.centre.principal = { state: 'refused', reason: 'deceased' };
    await toRelation();
    await choose('spouse');
    await session.until('identify');
    await swapCards();
    await session.until('fault');
    await session.act({ type: 'next' });
    expect((await session.until('take')).belongings.map(({ kind }) => kind)).toEqual([
      'identityCard',
      'principalCard',
    ]);
    expect(reportBodies(session.disk.store, 'transaction').at(-1)).toMatchObject({
      result: 'refused',
      reason: 'deceased',
    });
  });
});

describe('the register', () => {
  const toNumber = async () => {
    await toRelation();
    await choose('child');
    await session.until('field');
    await session.act({ type: 'answer', answer: minor });
  };

  it.each([
    [
      'is silent',
      () => {
        session.centre.refuse = { principal: 'AUTHORITY_UNAVAILABLE' };
      },
    ],
    [
      'is not reached',
      () => {
        session.centre.reachable = false;
      },
    ],
  ])('%s: again, or for oneself, or to the counter', async (_, break_) => {
    await toRelation();
    await choose('child');
    await session.until('field');
    break_();
    await session.act({ type: 'answer', answer: minor });
    expect(await session.until('fault')).toMatchObject({
      code: 'relationRegisterUnavailable',
      actions: ['retry', 'back', 'finish', 'call'],
    });
    await session.act({ type: 'retry' });
    await session.until('fault');
    session.centre.refuse = {};
    session.centre.reachable = true;
    await session.act({ type: 'retry' });
    await session.until('principal');
  });

  it('is silent, and the citizen goes on for themselves', async () => {
    session.centre.refuse = { principal: 'AUTHORITY_UNAVAILABLE' };
    await toNumber();
    await session.until('fault');
    await session.act({ type: 'back' });
    await session.until('forWhom');
    await choose('self');
    await session.until('parameters');
  });

  it('is slow: nobody has to wait for it', async () => {
    session.centre.registerHangs = true;
    await toNumber();
    expect(await session.until('working')).toMatchObject({ task: 'askingRelation' });
    expect(session.stage.view).toMatchObject({ canGoBack: true, canLeave: true });
    await session.act({ type: 'back' });
    await session.until('forWhom');
    // What became of the question nobody knows: it is given up before anything is done for oneself.
    await session.act({ type: 'back' });
    await choose('self');
    await session.until('parameters');
    expect(calls('releasePrincipal')).toBe(1);
  });
});

describe('nothing of either person is left', () => {
  const people = /样本甲|张样本|44520219500101001X|445202196006060029|445202201606060165/;

  it('when they leave after the grant', async () => {
    await toGranted();
    await session.act({ type: 'leave' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    expect(JSON.stringify(session.stage.view)).not.toMatch(/张\*本|样\*甲/);
    expect(session.stage.view.principal).toBeNull();
    expect(disk()).not.toMatch(people);
    expect(disk()).not.toMatch(/张\*本|样\*甲/);
  });

  it('when nobody touches the screen any more', async () => {
    await toGranted();
    await session.act({ type: 'next' });
    await session.until('parameters');
    await session.clock.advance(90_000);
    await session.until('take');
    await session.clock.advance(60_000);
    await session.until('attract');
    expect(session.stage.view.principal).toBeNull();
    expect(disk()).not.toMatch(people);
  });

  it('when the next citizen comes: they are asked for whom, and nothing was chosen', async () => {
    await toGranted();
    await session.act({ type: 'leave' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    session.lift();
    await session.clock.advance(1_000);
    await goTo(session, 'parameters');
    expect(session.stage.view.principal).toBeNull();
    expect(calls('releasePrincipal')).toBe(0);
  });
});
