import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession, type TestSession } from '../test-session.ts';

const item = 'TAX-QRY-004';
const bakery = '91445202MA00000C3W';
let session: TestSession;
beforeEach(async () => {
  session = await openSession();
  await session.act({ type: 'start' });
  await session.act({ type: 'chooseItem', code: item });
  await session.act({ type: 'next' });
  await session.act({ type: 'next' });
  session.lay();
  await session.until('verify');
  await session.act({ type: 'submitCode', code: '123456' });
  await session.until('field', ({ field }) => field.id === 'companyCode');
});
afterEach(() => session.close());

const show = async (code: string) => {
  session.scannerUnit.show(code);
  await session.clock.advance(2_000);
};
const calls = (operation: string) => session.centre.asked.filter((asked) => asked === operation).length;
const problem = (text: string) =>
  session.until('field', (screen) => screen.problem?.zh.includes(text) === true);
/** The company is known, and the item has a question of its own. */
const goesOn = () => session.until('field', ({ field }) => field.id === 'kind');

describe('an electronic business licence', () => {
  it('held under the scanner says for which company, and nothing is typed', async () => {
    expect(session.stage.view.screen).toMatchObject({
      field: { hint: { zh: expect.stringContaining('电子营业执照') } },
    });
    await show('LICENCE-TEST-0001');
    await goesOn();
    expect([calls('licence'), calls('company')]).toEqual([1, 0]);
    const journal = JSON.stringify(session.disk.store.read.journal(0, 1_000));
    expect(journal).toContain('"document":"businessLicence"');
    expect(journal).not.toContain('LICENCE-TEST');
  });

  it('a code that is none is said, and asked about once however long it stays there', async () => {
    await show('SOMETHING-ELSE-0001');
    await problem('不是电子营业执照');
    await show('SOMETHING-ELSE-0001');
    expect(calls('licence')).toBe(1);
    await show('LICENCE-TEST-0001');
    await goesOn();
  });

  it.each([
    ['CODE_EXPIRED', '过期'],
    ['CODE_USED', '用过'],
  ])('%s: says so, and the next one may come', async (code, words) => {
    session.centre.refuse = { licence: code };
    await show('LICENCE-TEST-0000');
    await problem(words);
    session.centre.refuse = {};
    await show('LICENCE-TEST-0001');
    await goesOn();
  });

  it('of a company for which this person may not act is refused', async () => {
    session.centre.mayActFor = null;
    await show('LICENCE-TEST-0001');
    expect(await session.until('fault')).toMatchObject({ code: 'agentNotAuthorised' });
  });

  it('without the centre it can be tried again, or typed', async () => {
    session.centre.reachable = false;
    await show('LICENCE-TEST-0001');
    expect(await session.until('fault')).toMatchObject({ code: 'serverUnavailable' });
    session.centre.reachable = true;
    await session.act({ type: 'retry' });
    await session.until('field');
    await session.act({ type: 'answer', answer: bakery });
    await goesOn();
    expect(calls('company')).toBe(1);
  });

  it('without a scanner nothing is said of it, and the code is typed', async () => {
    session.scannerLine.cut();
    await session.clock.advance(5_000);
    await session.act({ type: 'answer', answer: 'not a code' });
    const shown = await session.until('field', (screen) => screen.problem !== null);
    expect(shown.field.hint?.zh).not.toContain('电子营业执照');
    await session.act({ type: 'answer', answer: bakery });
    await goesOn();
  });
});

it('somebody who goes away from this screen is waited for no longer than anywhere', async () => {
  await session.clock.advance(60_000);
  expect(session.stage.view.idleWarning).not.toBeNull();
  await session.clock.advance(31_000);
  await session.until('take');
});
