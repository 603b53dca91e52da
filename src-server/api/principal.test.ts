import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maskIdNumber, maskName } from '../../src-shared/masking.ts';
import type { PaperPage } from '../../src-shared/paper.ts';
import type { Relation } from '../../src-shared/service/principal.ts';
import {
  type Client,
  enrolTerminal,
  people,
  refusal,
  setFaults,
  signedIn,
  startTestServer,
  type TestServer,
  type TestTerminal,
} from '../test-server.ts';

/** Somebody acts for another person: what the centre grants, and what it is bound to. */

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer();
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(61_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const daughter = people.alsoInsured;
const mother = people.old;
const youth = { name: '样本少', idNumber: '44520220110505017X' };
const child = { name: '样本童', idNumber: '445202201606060165' };
const father = { name: '样本故', idNumber: '445202193804040176' };
type Person = { readonly name: string; readonly idNumber: string };

const attested = async (person: Person, method: 'staff' | 'document' = 'staff') =>
  (await client.verification.attest({ transactionId: randomUUID(), method, person })).token;

interface Ask {
  readonly itemCode?: string;
  readonly relation?: Relation;
  readonly principal?: Person;
  /** The number was typed. */
  readonly typed?: boolean;
}
const ask = (
  token: string,
  { itemCode = 'SIN-PRT-001', relation = 'parent', principal = mother, typed = false }: Ask = {},
) =>
  client.services.principal({
    itemCode,
    token,
    relation,
    idNumber: principal.idNumber,
    name: typed ? null : principal.name,
  });
/** `granted`, or why not. */
const answer = async (agent: Person, asked?: Ask) => {
  const said = await ask(await attested(agent), asked);
  return said.state === 'granted' ? said.basis : said.reason;
};

const range = { schemes: ['pension' as const], from: '2026-01', to: '2026-10' };
const whose = async (token: string) =>
  (await client.socialInsurance.participation({ token, ...range })).person.name;
const serviceRequest = (itemCode: string, token: string, answers = {}) => ({
  itemCode,
  token,
  companyCode: null,
  answers,
});
const textOf = (pages: readonly PaperPage[]) =>
  pages.flatMap(({ marks }) => marks.flatMap((mark) => ('text' in mark ? [mark.text] : []))).join('\n');

describe('what the registers allow', () => {
  test.each<[string, Person, Ask, string]>([
    ['a parent who authorised it', daughter, {}, 'authorised'],
    [
      'a spouse who authorised it',
      people.gaps,
      { relation: 'spouse', principal: people.notInsured },
      'authorised',
    ],
    [
      'a minor child, by its number',
      people.gaps,
      { relation: 'child', principal: child, typed: true },
      'registered',
    ],
    [
      'somebody of no family who authorised this matter',
      people.rareCharacter,
      {
        itemCode: 'SIN-PRT-004',
        relation: 'other',
        principal: { name: '样本青', idNumber: '445202199505050064' },
      },
      'authorised',
    ],
    ['a parent, where the register is enough', daughter, { itemCode: 'MED-REG-001' }, 'registered'],
  ])('%s', async (_, agent, asked, basis) => {
    expect(await answer(agent, asked)).toBe(basis);
  });

  test('of whom only masked forms are told', async () => {
    expect(await ask(await attested(daughter))).toEqual({
      state: 'granted',
      nameMasked: maskName(mother.name),
      idNumberMasked: maskIdNumber(mother.idNumber),
      basis: 'authorised',
      validUntil: null,
    });
  });
});

describe('what they refuse', () => {
  test.each<[string, Person, Ask, string]>([
    [
      'an authorisation that is over',
      people.insured,
      { relation: 'spouse', principal: daughter },
      'authorisationExpired',
    ],
    [
      'one that was withdrawn',
      people.insured,
      { relation: 'child', principal: people.rareCharacter, typed: true },
      'authorisationWithdrawn',
    ],
    [
      'none at all',
      people.insured,
      { relation: 'other', principal: people.hongKong },
      'authorisationMissing',
    ],
    ['another relation than is registered', daughter, { relation: 'spouse' }, 'notRegistered'],
    ['somebody who has died', daughter, { principal: father }, 'deceased'],
    ['somebody unknown', daughter, { principal: people.unknown }, 'unknown'],
    [
      'a name that is not the registered one',
      people.insured,
      { relation: 'other', principal: people.nameDiffers },
      'nameMismatch',
    ],
    ['themselves', daughter, { relation: 'other', principal: daughter }, 'self'],
    ['a minor as the agent', youth, { principal: people.notInsured }, 'agentMinor'],
  ])('%s', async (_, agent, asked, reason) => {
    expect(await answer(agent, asked)).toBe(reason);
  });

  test('a typed number of a stranger and one that nobody has: the same', async () => {
    const typed = { relation: 'child', typed: true } as const;
    expect(await answer(daughter, { ...typed, principal: people.insured })).toBe('notRegistered');
    expect(await answer(daughter, { ...typed, principal: people.unknown })).toBe('notRegistered');
  });

  test('more than ten questions under one token, right ones too', async () => {
    const token = await attested(daughter);
    for (let asked = 0; asked < 10; asked++)
      expect(await ask(token, { principal: people.insured })).toMatchObject({ reason: 'notRegistered' });
    expect(await ask(token)).toEqual({ state: 'refused', reason: 'tooMany' });
    expect(await whose(token)).toBe(daughter.name);
  });

  test('a register that is silent or behind is no grant', async () => {
    const token = await attested(daughter);
    await setFaults(server, { relationsFailing: true });
    expect(await refusal(ask(token))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    await setFaults(server, { relationsStaleDays: 4 });
    expect(await ask(token)).toEqual({ state: 'refused', reason: 'registerBehind' });
    expect(await whose(token)).toBe(daughter.name);
    await setFaults(server, {});
    expect(await ask(token)).toMatchObject({ state: 'granted' });
  });
});

describe('what the item does not allow', () => {
  test.each<[string, Ask, string]>([
    ['the tax record', { itemCode: 'TAX-PRT-003' }, 'PRINCIPAL_NOT_ALLOWED'],
    ['the balance of the bank account', { itemCode: 'SSC-QRY-002' }, 'PRINCIPAL_NOT_ALLOWED'],
    ['the PIN', { itemCode: 'SSC-REG-004' }, 'PRINCIPAL_NOT_ALLOWED'],
    ['a relation that is not named', { itemCode: 'CIV-DCL-003', relation: 'child' }, 'PRINCIPAL_NOT_ALLOWED'],
    ['a typed number where the document is asked for', { typed: true }, 'PRINCIPAL_NOT_ALLOWED'],
    ['an item that there is not', { itemCode: 'ZZZ-QRY-001' }, 'ITEM_UNKNOWN'],
  ])('%s', async (_, asked, code) => {
    expect(await refusal(ask(await attested(daughter), asked))).toEqual({ code });
  });

  test('a document alone, where the item asks for a second factor', async () => {
    const token = await attested(daughter, 'document');
    expect(await refusal(ask(token))).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(await ask(token, { itemCode: 'HAL-APT-001' })).toMatchObject({ state: 'granted' });
  });
});

describe('what is granted is bound to one token and one item', () => {
  test('nothing is the principal’s before, everything after', async () => {
    const token = await attested(daughter);
    expect(await whose(token)).toBe(daughter.name);
    await ask(token);
    expect(await whose(token)).toBe(mother.name);
  });

  test('another token of the same person speaks for that person alone', async () => {
    await ask(await attested(daughter));
    expect(await whose(await attested(daughter))).toBe(daughter.name);
  });

  test('another item is refused, and not answered about either of them', async () => {
    const token = await attested(daughter);
    await ask(token);
    for (const itemCode of ['MED-QRY-001', 'SIN-QRY-001', 'TAX-QRY-008'])
      expect(await refusal(client.services.query(serviceRequest(itemCode, token)))).toEqual({
        code: 'VERIFICATION_REQUIRED',
      });
    expect(
      await refusal(client.payments.assess({ token, itemCode: 'TAX-PAY-001', companyCode: null })),
    ).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(
      await refusal(client.papers.licences({ itemCode: 'SSC-DCL-001', token, companyCode: null })),
    ).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(
      await refusal(
        client.socialSecurityCard.setPin({
          idempotencyKey: randomUUID(),
          token,
          cardNumber: '0123456789',
          blocks: { old: null, next: 'AAAAAAAAAAA=', repeat: 'AAAAAAAAAAA=' },
        }),
      ),
    ).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('a token that was granted for a matter opens no record of social insurance', async () => {
    const token = await attested(daughter);
    await ask(token, { itemCode: 'MED-REG-001' });
    expect(await refusal(whose(token))).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('another terminal has no use of it', async () => {
    const token = await attested(daughter);
    await ask(token);
    const other = await enrolTerminal(server);
    expect(await refusal(other.client.socialInsurance.participation({ token, ...range }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
    expect(await refusal(other.client.services.releasePrincipal({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });

  test('it ends with the token', async () => {
    const token = await attested(daughter);
    await ask(token);
    await server.clock.advance(10 * 60_000);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await refusal(whose(token))).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('released, it is about the person again; and again changes nothing', async () => {
    const token = await attested(daughter);
    await ask(token);
    expect(await client.services.releasePrincipal({ token })).toEqual({ released: true });
    expect(await client.services.releasePrincipal({ token })).toEqual({ released: false });
    expect(await whose(token)).toBe(daughter.name);
  });

  test('a later question gives the earlier principal up, also when it is refused', async () => {
    const token = await attested(daughter);
    await ask(token);
    await ask(token, { principal: father });
    expect(await whose(token)).toBe(daughter.name);
  });

  test('a question that is repeated, because its answer was lost, has the same answer', async () => {
    const token = await attested(daughter);
    expect(await ask(token)).toEqual(await ask(token));
    expect(await whose(token)).toBe(mother.name);
  });
});

describe('what is done for the principal', () => {
  test('a certificate is theirs, counts among theirs, and says who asked for it, masked', async () => {
    const token = await attested(daughter);
    await ask(token);
    const before = await client.socialInsurance.printCount({ token });
    const said = (await client.socialInsurance.participation({ token, ...range })).agent;
    expect(said).toBe('由代办人张*本代为办理（持证人是代办人的父亲或母亲，依电子授权委托）');
    const issued = await client.socialInsurance.issueCertificate({
      token,
      idempotencyKey: randomUUID(),
      ...range,
    });
    expect(issued.ordinal).toBe(before.printed + 1);
    const own = await client.socialInsurance.printCount({ token: await attested(daughter) });
    expect(own.printed).toBe(0);
  });

  test('a paper of an item that is data: the same', async () => {
    const token = await attested(daughter);
    await ask(token, { itemCode: 'SIN-PRT-004' });
    const answers = { from: '2026-01', to: '2026-10', schemes: ['pension'] };
    const drafted = await client.services.draft(serviceRequest('SIN-PRT-004', token, answers));
    if (drafted.state !== 'drafted') throw new Error('nothing was drafted');
    const text = textOf(drafted.pages);
    expect(text.replaceAll('\n', '')).toContain('由代办人张*本代为办理');
    expect(text).toContain(maskName(mother.name));
    expect(text).not.toContain(daughter.name);
    expect(text).not.toContain(mother.name);
    const own = await client.services.draft(serviceRequest('SIN-PRT-004', await attested(daughter), answers));
    expect(own.state === 'drafted' && textOf(own.pages)).not.toContain('代办人');
  });

  test('a matter is handed in for them, and is theirs when they come themselves', async () => {
    const token = await attested(people.gaps);
    await ask(token, { itemCode: 'MED-REG-001', relation: 'child', principal: youth, typed: true });
    const handIn = (of: string) =>
      client.services.submit({
        ...serviceRequest('MED-REG-001', of, { kind: 'student', year: '2027' }),
        idempotencyKey: randomUUID(),
        promises: ['registerPage'],
        papers: [],
      });
    expect(await handIn(token)).toMatchObject({ kind: 'acceptedWithPromise' });
    expect(await handIn(await attested(youth))).toMatchObject({
      kind: 'refused',
      sentences: [{ zh: '您已参加居民医保' }],
    });
  });
});

test('neither name nor number of either is in the log, nor in the database in clear', () => {
  const log = server.log.join('\n');
  expect(log).toContain('acts for another');
  expect(log).toContain('"refusal":"authorisationExpired"');
  for (const { name, idNumber } of [daughter, mother, youth, child, father]) {
    expect(log).not.toContain(name);
    expect(log).not.toContain(idNumber);
  }
});
