import { createCipheriv, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pinAccount } from '../../src-shared/pin-account.ts';
import { specimenPinKey } from '../../src-shared/specimen-pin-key.ts';
import { reviewDirectory } from '../review/test-review.ts';
import {
  type Client,
  enrolTerminal,
  people,
  refusal,
  setFaults,
  signedIn,
  startTestServer,
  type TestPerson,
  type TestServer,
  type TestTerminal,
  verifiedToken,
} from '../test-server.ts';

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer({ reviewDirectory });
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(3_600_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

/** What a PIN pad does: ISO 9564-1 format 0 under triple DES. */
function block(pin: string, { idNumber }: TestPerson): string {
  const field = Buffer.from(`0${pin.length}${pin}`.padEnd(16, 'f'), 'hex');
  const account = Buffer.from(pinAccount(idNumber).slice(-13, -1).padStart(16, '0'), 'hex');
  const key = Buffer.from(specimenPinKey, 'hex');
  const cipher = createCipheriv('des-ede3', Buffer.concat([key, key.subarray(0, 8)]), null);
  return cipher
    .setAutoPadding(false)
    .update(field.map((byte, at) => byte ^ (account[at] ?? 0)))
    .toString('base64');
}

const cardOf = ({ idNumber }: TestPerson) => `Z0000${idNumber.slice(-5, -1)}`;
const tokenOf = async (person: TestPerson, method: 'staff' | 'face' = 'staff') =>
  (await client.verification.attest({ transactionId: randomUUID(), method, person })).token;

interface Typed {
  readonly person?: TestPerson;
  readonly old?: string;
  readonly next: string;
  readonly repeat?: string;
  readonly key?: string;
  readonly token?: string;
  readonly card?: string;
}
async function setPin(typed: Typed) {
  const { person = people.insured, old, next, repeat = next } = typed;
  return client.socialSecurityCard.setPin({
    idempotencyKey: typed.key ?? randomUUID(),
    token: typed.token ?? (await tokenOf(person)),
    cardNumber: typed.card ?? cardOf(person),
    blocks: {
      old: old === undefined ? null : block(old, person),
      next: block(next, person),
      repeat: block(repeat, person),
    },
  });
}
const refused = (typed: Typed) => refusal(setPin(typed));

describe('a new PIN', () => {
  test('by the old one, from the one with which cards are issued', async () => {
    const person = people.old;
    expect(await setPin({ person, old: '123456', next: '260417' })).toEqual({
      setAt: new Date(server.clock.now()).toISOString(),
    });
    expect(await refused({ person, old: '123456', next: '371528' })).toEqual({
      code: 'PIN_WRONG',
      data: { triesLeft: 5 },
    });
    expect(await refused({ person, old: '260417', next: '371528' })).toEqual({ code: 'done' });
  });

  test('without the old one, for who was seen', async () => {
    const person = people.gaps;
    await setPin({ person, next: '260417', token: await tokenOf(person, 'face') });
    expect(await refused({ person, old: '260417', next: '371528' })).toEqual({ code: 'done' });
  });

  test('needs somebody who was seen: card and phone may both be stolen', async () => {
    const token = await verifiedToken(server, client, people.insured);
    expect(await refused({ next: '260417', token })).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test.each([
    ['123456', 'initial'],
    ['777777', 'sameDigits'],
    ['345678', 'run'],
    ['500101', 'birthDate'],
    ['101001', 'idTail'],
  ])('%s is too easy: %s; no try is spent', async (next, why) => {
    await setPin({ next: '135246' });
    expect(await refused({ old: '999000', next })).toEqual({ code: 'PIN_WEAK', data: { why } });
    expect(await refused({ old: '999000', next: '260417' })).toEqual({
      code: 'PIN_WRONG',
      data: { triesLeft: 5 },
    });
  });

  test('typed in two ways is none', async () => {
    expect(await refused({ next: '260417', repeat: '260418' })).toEqual({ code: 'PINS_DIFFER' });
  });

  test('of another pad, or another account, cannot be opened', async () => {
    const idempotencyKey = randomUUID();
    const foreign = block('260417', people.alsoInsured);
    const blocks = { old: null, next: foreign, repeat: foreign };
    const cardNumber = cardOf(people.insured);
    const token = await tokenOf(people.insured);
    const answer = client.socialSecurityCard.setPin({ idempotencyKey, token, cardNumber, blocks });
    expect(await refusal(answer)).toEqual({ code: 'PIN_UNREADABLE' });
  });

  test('not for the card of somebody else, and not for one that was reported lost', async () => {
    expect(await refused({ next: '260417', card: cardOf(people.alsoInsured) })).toEqual({
      code: 'CARD_MISMATCH',
    });
    expect(await refused({ person: people.rareCharacter, next: '260417' })).toEqual({ code: 'CARD_LOST' });
  });

  test('a change is refused for a lost card too', async () => {
    const person = people.rareCharacter;
    expect(await refused({ person, old: '123456', next: '260417' })).toEqual({ code: 'CARD_LOST' });
  });

  test('is in no log', async () => {
    await setPin({ next: '260417' });
    expect(server.log.join('\n')).not.toMatch(/260417|Z00001001|44520219500101001X/);
    expect(server.log.join('\n')).toContain('"what":"reset","outcome":"set"');
  });
});

describe('a reset is decided by table T4, of what the registers say now', () => {
  const submit = async (itemCode: string, answers: Record<string, string>, person: TestPerson) =>
    client.services.submit({
      itemCode,
      token: await tokenOf(person),
      companyCode: null,
      answers,
      promises: [],
      idempotencyKey: randomUUID(),
    });

  test('row 1: reported lost at a terminal; found and lifted, it is row 6', async () => {
    const person = people.old;
    await submit('SSC-REG-001', { loss: 'temporary' }, person);
    expect(await refused({ person, next: '260417' })).toEqual({ code: 'CARD_LOST' });
    expect((await submit('SSC-REG-002', {}, person)).kind).toBe('done');
    expect(await refused({ person, next: '260417' })).toEqual({ code: 'done' });
  });

  test('row 1: a new card was ordered for the lost one, which is cancelled by that', async () => {
    const person = people.withoutPhone;
    await submit('SSC-REG-001', { loss: 'temporary' }, person);
    await client.services.submit({
      itemCode: 'SSC-DCL-002',
      token: await tokenOf(person),
      companyCode: null,
      answers: { reason: 'lost', bank: 'specimen' },
      promises: ['photo'],
      idempotencyKey: randomUUID(),
    });
    // The report for 15 days is over; the old card stays cancelled.
    await server.clock.advance(20 * 86_400_000);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await refused({ person, next: '260417' })).toEqual({ code: 'CARD_LOST' });
  });

  test('row 2: the card of somebody else; nothing of its PINs is opened or said', async () => {
    expect(await refused({ next: '123456', card: cardOf(people.alsoInsured) })).toEqual({
      code: 'CARD_MISMATCH',
    });
  });

  test('row 3: who was not seen is to be seen first, a weak PIN or not', async () => {
    const token = await verifiedToken(server, client, people.gaps);
    const person = people.gaps;
    expect(await refused({ person, next: '260417', token })).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(await refused({ person, next: '123456', token })).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('row 4: a weak PIN, and then a good one under a key of its own', async () => {
    const person = people.gaps;
    const token = await tokenOf(person, 'face');
    expect(await refused({ person, next: '888888', token })).toEqual({
      code: 'PIN_WEAK',
      data: { why: 'sameDigits' },
    });
    expect(await refused({ person, next: '260417', token })).toEqual({ code: 'done' });
  });

  test('row 5: nobody can say whether it was written: a person decides, and nothing is written again', async () => {
    const person = people.gaps;
    const key = randomUUID();
    const token = await tokenOf(person);
    await setFaults(server, { pinQueriesFailing: true });
    expect(await refused({ person, next: '371528', key, token })).toEqual({ code: 'TO_PERSON' });
    expect(await refused({ person, next: '888888', key: randomUUID(), token })).toEqual({
      code: 'TO_PERSON',
    });
    await setFaults(server, {});
    expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({ state: 'void' });
    // The same key stays with the person it was passed on to.
    expect(await refused({ person, next: '371528', key, token })).toEqual({ code: 'TO_PERSON' });
  });

  test('a key that was decided once is not an approval for another PIN', async () => {
    const person = people.gaps;
    const key = randomUUID();
    const token = await tokenOf(person);
    await setPin({ person, next: '260417', key, token });
    expect(await refused({ person, next: '123456', key, token })).toEqual({
      code: 'PIN_WEAK',
      data: { why: 'initial' },
    });
  });

  test('each is recorded: what, by which row, and nothing of the PIN', async () => {
    const lines = server.log.filter((line) => line.includes('card PIN decided'));
    for (const kind of ['approve', 'correct', 'refuse'])
      expect(lines.some((line) => line.includes(`"decision":"${kind}"`))).toBe(true);
    expect(lines.join()).not.toMatch(/260417|888888|Z0000/);
  });

  test('no table is in force: a person decides, and nothing is written', async () => {
    const bare = await startTestServer();
    try {
      const terminalThere = await enrolTerminal(bare);
      const { socialSecurityCard, verification } = terminalThere.client;
      const person = people.insured;
      const { token } = await verification.attest({ transactionId: randomUUID(), method: 'staff', person });
      const idempotencyKey = randomUUID();
      const next = block('260417', person);
      const blocks = { old: null, next, repeat: next };
      const answer = socialSecurityCard.setPin({ idempotencyKey, token, cardNumber: cardOf(person), blocks });
      expect(await refusal(answer)).toEqual({ code: 'TO_PERSON' });
      expect(await socialSecurityCard.pinByKey({ idempotencyKey })).toEqual({ state: 'void' });
    } finally {
      await bare.close();
    }
  }, 60_000);

  test('an item that wants the card in its slot wants somebody who was seen', async () => {
    const request = { itemCode: 'SSC-REG-005', companyCode: null, answers: {}, promises: [] };
    const token = await verifiedToken(server, client, people.hongKong);
    const answer = client.services.submit({ ...request, token, idempotencyKey: randomUUID() });
    expect(await refusal(answer)).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });
});

describe('wrong six times', () => {
  test('is locked, for the right one too; a reset takes the lock away', async () => {
    const person = people.alsoInsured;
    await setPin({ person, next: '260417' });
    for (let left = 5; left >= 1; left--)
      expect(await refused({ person, old: '135790', next: '371528' })).toEqual({
        code: 'PIN_WRONG',
        data: { triesLeft: left },
      });
    expect(await refused({ person, old: '135790', next: '371528' })).toEqual({ code: 'PIN_LOCKED' });
    expect(await refused({ person, old: '260417', next: '371528' })).toEqual({ code: 'PIN_LOCKED' });
    await setPin({ person, next: '371528' });
    expect(await refused({ person, old: '371528', next: '260417' })).toEqual({ code: 'done' });
  });

  test('guesses at the same moment cannot share a try', async () => {
    const person = people.alsoInsured;
    await setPin({ person, next: '260417' });
    const token = await tokenOf(person);
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, guess) =>
        refused({ person, old: `1357${String(guess).padStart(2, '0')}`, next: '371528', token }),
      ),
    );
    expect(guesses.filter(({ code }) => code === 'PIN_WRONG')).toHaveLength(5);
    expect(guesses.filter(({ code }) => code === 'PIN_LOCKED')).toHaveLength(7);
  });

  test('a right one in between gives all tries back', async () => {
    const person = people.notInsured;
    await setPin({ person, next: '260417' });
    await refused({ person, old: '135790', next: '371528' });
    await setPin({ person, old: '260417', next: '371528' });
    expect(await refused({ person, old: '135790', next: '260417' })).toEqual({
      code: 'PIN_WRONG',
      data: { triesLeft: 5 },
    });
  });
});

describe('an answer that is lost', () => {
  test('is asked about by key, and the PIN is written once', async () => {
    const person = people.hongKong;
    const key = randomUUID();
    const token = await tokenOf(person);
    await setFaults(server, { losePinAnswers: 1 });
    expect((await refused({ person, next: '260417', key, token })).code).not.toBe('done');
    expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({
      state: 'set',
      setAt: new Date(server.clock.now()).toISOString(),
    });
    // The same again gives the first answer; another one under this key is refused.
    expect(await setPin({ person, next: '260417', key, token })).toMatchObject({});
    expect(await refused({ person, next: '371528', key, token })).toEqual({ code: 'KEY_REUSED' });
    expect(await refused({ person, old: '260417', next: '371528' })).toEqual({ code: 'done' });
  });

  test('of another terminal is nobody’s business', async () => {
    const key = randomUUID();
    await setPin({ person: people.hongKong, next: '260417', key });
    const other = await enrolTerminal(server);
    expect(await other.client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({
      state: 'void',
    });
    expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: randomUUID() })).toEqual({
      state: 'void',
    });
  });

  test('nothing came: it is final, a request that is still under way finds its key void', async () => {
    const person = people.hongKong;
    await setPin({ person, next: '260417' });
    const key = randomUUID();
    const token = await tokenOf(person);
    for (const _ of [1, 2])
      expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({ state: 'void' });
    expect(await refused({ person, next: '371528', key, token })).toEqual({ code: 'KEY_VOID' });
    expect(await refused({ person, old: '260417', next: '371528', key, token })).toEqual({
      code: 'KEY_VOID',
    });
    expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({ state: 'void' });
    expect(await refused({ person, old: '260417', next: '371528' })).toEqual({ code: 'done' });
  });

  test('whoever asks while it is being written hears what then holds', async () => {
    const person = people.hongKong;
    const token = await tokenOf(person);
    for (let round = 0; round < 6; round += 1) {
      const key = randomUUID();
      const asks = () => client.socialSecurityCard.pinByKey({ idempotencyKey: key });
      const writes = () => refused({ person, next: '260417', key, token });
      const [asked, written] =
        round % 2 === 0
          ? await Promise.all([asks(), writes()])
          : await Promise.all([writes(), asks()]).then(([made, state]) => [state, made] as const);
      expect(asked.state).toBe(written.code === 'done' ? 'set' : 'void');
      expect(['done', 'KEY_VOID']).toContain(written.code);
    }
  });

  test('the card system is down: nothing was done', async () => {
    const key = randomUUID();
    const token = await tokenOf(people.hongKong);
    await setFaults(server, { failing: true });
    expect(await refused({ person: people.hongKong, next: '260417', key, token })).toEqual({
      code: 'AUTHORITY_UNAVAILABLE',
    });
    expect(await refusal(client.socialSecurityCard.pinByKey({ idempotencyKey: key }))).toEqual({
      code: 'AUTHORITY_UNAVAILABLE',
    });
    await setFaults(server, {});
    expect(await client.socialSecurityCard.pinByKey({ idempotencyKey: key })).toEqual({ state: 'void' });
  });
});
