import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../src-shared/clock.ts';
import { maskIdNumber, maskName } from '../../../src-shared/masking.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { answers } from '../../../src-shared/service/field.ts';
import { type Outcome, outcome } from '../../../src-shared/service/outcome.ts';
import { isRefusal } from '../../../src-shared/service/outcome-kind.ts';
import { type Asked, type BusinessSystem, isOutcome } from '../../connectors/business-system.ts';
import { agentWords } from '../../documents/agent-words.ts';
import { layoutServiceDocument } from '../../documents/service-document.ts';
import { chinaDay, chinaMonth } from '../../domain/china-time.ts';
import { canonicalJson } from '../../domain/digest.ts';
import type { KnownItem, PromiseOffered } from '../../domain/items.ts';
import { plusDays } from '../../review/calendar.ts';
import type { Schema } from '../../store/schema.ts';
import type { Vault } from '../../store/vault.ts';
import type { CertificateBook } from '../certificate-book.ts';
import type { Faults } from '../faults.ts';
import type { SandboxPerson } from '../people.ts';
import type { SandboxCompany } from './companies.ts';
import type { Filed, Handlers, ItemHandler, Question } from './handler.ts';
import { done } from './outcomes.ts';
import { readyPapers, stillPromised } from './service-hall.ts';

export interface SandboxBusinessParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly book: CertificateBook;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly companies: ReadonlyMap<string, SandboxCompany>;
  readonly faults: Faults;
  readonly handlers: Handlers;
  readonly items: ReadonlyMap<string, KnownItem>;
}

/** What is sealed of a matter. */
const kept = z.strictObject({ answers, outcome, agent: z.string().optional() });
type Row = Selectable<Schema['sandbox_submission']>;

/** Stands in for the business systems behind the items: invented people and companies, real rules. */
export function createSandboxBusiness(parts: SandboxBusinessParts): BusinessSystem {
  const { db, vault, clock, book, people, companies, faults, handlers, items } = parts;

  const context = (key: string) => `sandbox_submission ${key}`;
  const subjectLookup = (subject: string) => vault.lookup('sandbox submission subject', subject);

  /** Whose matter it is: of the company, where somebody acts for one. */
  function subjectOf({ person, companyCode }: Pick<Asked, 'person' | 'companyCode'>): string | null {
    return companyCode ?? person?.reveal().idNumber ?? null;
  }

  function open(row: Row): Filed | null {
    if (row.sealed === null || row.item_code === null || row.number === null) return null;
    const { answers: given, outcome: said } = openKept(row.sealed, row.idempotency_key);
    return {
      number: row.number,
      itemCode: row.item_code,
      itemName: items.get(row.item_code)?.name ?? { zh: row.item_code, en: row.item_code },
      submittedAt: row.submitted_at.toISOString(),
      answers: given,
      outcome: said,
    };
  }

  /**
   * `from`: the transaction under way, where there is one: the embedded database has a single connection. `about`: the
   * matter that is decided now, which is not one from before.
   */
  function questionOf(asked: Asked, from: Kysely<Schema> = db, about: string | null = null): Question {
    const now = clock.now();
    const subject = subjectOf(asked);
    const rows = async (itemCodes: readonly string[], of: string | null) => {
      const all = from.selectFrom('sandbox_submission').selectAll();
      const found = (itemCodes.length === 0 ? all : all.where('item_code', 'in', [...itemCodes]))
        .where('number', 'is not', null)
        .orderBy('submitted_at');
      const some = of === null ? found : found.where('subject_lookup', '=', subjectLookup(of));
      return (await some.execute()).flatMap((row) =>
        row.idempotency_key === about ? [] : (open(row) ?? []),
      );
    };
    const mine = async (itemCodes: readonly string[]) => (subject === null ? [] : rows(itemCodes, subject));
    const stands = ({ outcome: said }: Filed) => !isRefusal(said.kind);
    return {
      person: asked.person === null ? null : (people.get(asked.person.reveal().idNumber) ?? null),
      company: asked.companyCode === null ? null : (companies.get(asked.companyCode) ?? null),
      answers: asked.answers,
      verifiedBy: asked.verifiedBy,
      now,
      today: chinaDay(now),
      staleMonths: faults.staleMonths,
      filed: async (...itemCodes) => (await mine(itemCodes)).filter(stands),
      handedIn: () => mine([]),
      takenBy: async (itemCode, field) =>
        (await rows([itemCode], null)).filter(stands).flatMap(({ answers: given }) => given[field] ?? []),
      people,
      companies,
    };
  }

  function handlerOf<K extends keyof ItemHandler>(
    { itemCode }: Asked,
    does: K,
  ): Result<NonNullable<ItemHandler[K]>, 'itemUnknown'> {
    const found = Object.hasOwn(handlers, itemCode) ? handlers[itemCode]?.[does] : undefined;
    return found === undefined ? err('itemUnknown') : ok(found);
  }

  /** Drawn again for each document: what somebody may read off a preview changes with the register. */
  async function documentOf(asked: Asked) {
    const handler = handlerOf(asked, 'document');
    if (!handler.ok) return handler;
    const data = await handler.value(questionOf(asked));
    if (isOutcome(data)) return ok({ outcome: data });
    const countedAs = `${asked.itemCode} ${subjectOf(asked) ?? ''}`;
    const sections = [...data.sections];
    if (asked.agent !== null) sections.push({ kind: 'text', text: `${agentWords(asked.agent)}。` });
    const masks = [...data.masks];
    const holder = asked.person?.reveal();
    if (holder !== undefined)
      masks.push(
        { value: holder.name, masked: maskName(holder.name) },
        { value: holder.idNumber, masked: maskIdNumber(holder.idNumber) },
      );
    return ok({ data: { ...data, sections, masks }, countedAs });
  }

  function again(row: Row, requestLookup: Buffer) {
    if (row.sealed === null) return err('keyVoid' as const);
    if (row.request_lookup?.equals(requestLookup) !== true) return err('keyReused' as const);
    return ok(openOutcome(row));
  }

  const openKept = (sealed: Buffer, key: string) =>
    kept.parse(JSON.parse(vault.open(context(key), sealed).toString()));
  const openOutcome = (row: Row) => openKept(row.sealed ?? Buffer.alloc(0), row.idempotency_key).outcome;

  /** Of whoever has this subject; oldest first, refusals left out. */
  async function filedBy(lookup: Buffer): Promise<Filed[]> {
    const rows = await db
      .selectFrom('sandbox_submission')
      .selectAll()
      .where('subject_lookup', '=', lookup)
      .where('number', 'is not', null)
      .orderBy('submitted_at')
      .execute();
    return rows.flatMap((row) => open(row) ?? []);
  }

  async function matter(from: Kysely<Schema>, key: string): Promise<Row | undefined> {
    return from
      .selectFrom('sandbox_submission')
      .selectAll()
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
  }

  return {
    async options(asked, field) {
      const handler = handlerOf(asked, 'options');
      return handler.ok ? ok(await handler.value(questionOf(asked), field)) : handler;
    },

    async companyName(person, code) {
      const known = companies.get(code);
      const agent = people.get(person.reveal().idNumber);
      return ok(agent !== undefined && known?.agents.includes(agent.key) ? known.name : null);
    },

    async query(asked) {
      const handler = handlerOf(asked, 'query');
      return handler.ok ? ok(await handler.value(questionOf(asked))) : handler;
    },

    async document(asked) {
      const drawn = await documentOf(asked);
      if (!drawn.ok) return drawn;
      if ('outcome' in drawn.value) return ok(drawn.value.outcome);
      const { data, countedAs } = drawn.value;
      const month = chinaMonth(clock.now());
      const printed = await book.printed(countedAs, month);
      return ok({ document: data, printed, limit: data.limit, month });
    },

    async issue(request) {
      const drawn = await documentOf(request);
      if (!drawn.ok) return drawn;
      if ('outcome' in drawn.value) return err('nothingFound');
      const { data, countedAs } = drawn.value;
      const { idempotencyKey, terminalId, transactionId, itemCode, answers: given } = request;
      return book.issue({
        idempotencyKey,
        terminalId,
        request: {
          transactionId,
          itemCode,
          subject: subjectOf(request),
          answers: given,
          ...agentOf(request),
        },
        countedAs,
        limit: data.limit,
        holderMasked: maskName(data.holder),
        title: data.title,
        pages: (issue, ordinal) =>
          layoutServiceDocument(data, issue, {
            masked: false,
            printedAt: issue.issuedAt,
            again: ordinal > 1,
          }),
      });
    },

    async assess(asked, promises) {
      const handler = handlerOf(asked, 'assess');
      if (handler.ok) return ok(await handler.value(questionOf(asked), promises));
      const submits = handlerOf(asked, 'submit');
      return submits.ok ? ok(null) : submits;
    },

    async submit(request) {
      const handler = handlerOf(request, 'submit');
      if (!handler.ok) return handler;
      const { idempotencyKey: key, terminalId, itemCode, answers: given, promises, decision } = request;
      const subject = subjectOf(request);
      const request_lookup = vault.lookup(
        'sandbox submission request',
        canonicalJson({
          terminalId,
          itemCode,
          subject,
          ...agentOf(request),
          answers: given,
          promises: promises.map(({ code }) => code).sort(),
        }),
      );
      const held = await matter(db, key);
      if (held !== undefined) return again(held, request_lookup);
      return db.transaction().execute(async (trx) => {
        // One matter of an item at a time: who takes the last hour of a day must see who took the one before.
        await sql`select pg_advisory_xact_lock(hashtextextended(${itemCode}, 2))`.execute(trx);
        const meanwhile = await matter(trx, key);
        if (meanwhile !== undefined) return again(meanwhile, request_lookup);
        const now = clock.now();
        const number = await nextNumber(trx, now);
        const said = await handler.value({
          ...questionOf(request, trx),
          promises: promises.map(({ code }) => code),
          decision,
          number,
        });
        const filed = !isRefusal(said.kind);
        const answer = outcome.parse({
          ...withPromises(said, promises, chinaDay(now)),
          number: filed ? number : null,
        });
        await trx
          .insertInto('sandbox_submission')
          .values({
            idempotency_key: key,
            terminal_id: terminalId,
            request_lookup,
            item_code: itemCode,
            subject_lookup: subject === null ? null : subjectLookup(subject),
            number: answer.number,
            outcome_kind: answer.kind,
            sealed: vault.seal(
              context(key),
              JSON.stringify(kept.parse({ answers: given, outcome: answer, ...agentOf(request) })),
            ),
            submitted_at: new Date(now),
          })
          .execute();
        return ok(answer);
      });
    },

    async decided({ person, companyCode }, { idempotencyKey: key, decision }) {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('sandbox_submission')
          .selectAll()
          .where('idempotency_key', '=', key)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined || row.sealed === null || row.item_code === null || row.number === null)
          return err('keyVoid');
        const held = openKept(row.sealed, key);
        if (held.outcome.kind !== 'toPerson') return ok(held.outcome);
        const { number, item_code: itemCode } = row;
        const asked = { itemCode, person, agent: null, companyCode, answers: held.answers, verifiedBy: null };
        const handler = handlerOf(asked, 'submit');
        if (!handler.ok) return err('keyVoid');
        const said = await handler.value({
          ...questionOf(asked, trx, key),
          promises: [],
          decision,
          number,
        });
        const answer = outcome.parse({ ...said, number });
        const sealed = vault.seal(context(key), JSON.stringify({ ...held, outcome: answer }));
        await trx
          .updateTable('sandbox_submission')
          .set({ outcome_kind: answer.kind, sealed })
          .where('idempotency_key', '=', key)
          .execute();
        return ok(answer);
      });
    },

    async owes({ person, companyCode }, { number, code }) {
      const asked = { itemCode: '', person, agent: null, companyCode, answers: {}, verifiedBy: null };
      return ok(await stillPromised(questionOf(asked), number, code));
    },

    async received({ person, companyCode }, { number, code }) {
      const asked = { itemCode: broughtBy, person, agent: null, companyCode, answers: {}, verifiedBy: null };
      const subject = subjectOf(asked);
      await db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${broughtBy}, 2))`.execute(trx);
        if (!(await stillPromised(questionOf(asked, trx), number, code))) return;
        const now = clock.now();
        const key = randomUUID();
        const taken = outcome.parse({ ...takenAtCounter, number: await nextNumber(trx, now) });
        const given = { paper: `${number} ${code}` };
        await trx
          .insertInto('sandbox_submission')
          .values({
            idempotency_key: key,
            terminal_id: counter,
            request_lookup: vault.lookup('sandbox submission request', `${number} ${code}`),
            item_code: broughtBy,
            subject_lookup: subject === null ? null : subjectLookup(subject),
            number: taken.number,
            outcome_kind: taken.kind,
            sealed: vault.seal(context(key), JSON.stringify(kept.parse({ answers: given, outcome: taken }))),
            submitted_at: new Date(now),
          })
          .execute();
      });
      return ok();
    },

    async readyPapers(of) {
      const subject = subjectOf(of);
      if (subject === null) return ok([]);
      return ok(readyPapers(await filedBy(subjectLookup(subject)), chinaDay(clock.now())));
    },

    async readyPaper(number) {
      const row = await db
        .selectFrom('sandbox_submission')
        .select('subject_lookup')
        .where('number', '=', number)
        .executeTakeFirst();
      if (!row?.subject_lookup) return ok(null);
      const lookup = row.subject_lookup;
      const all = readyPapers(await filedBy(lookup), chinaDay(clock.now()));
      const found = all.find((paper) => paper.number === number);
      if (found === undefined) return ok(null);
      const owner = [...people.values()].find(({ idNumber }) => subjectLookup(idNumber).equals(lookup));
      return ok({
        ...found,
        owner:
          owner === undefined
            ? null
            : new Sensitive({ name: owner.name, idNumber: owner.idNumber }, maskName(owner.name)),
      });
    },

    async submissionByKey(key, terminalId) {
      const row = await matter(db, key);
      if (row !== undefined)
        return ok(row.terminal_id === terminalId && row.sealed !== null ? openOutcome(row) : null);
      await db
        .insertInto('sandbox_submission')
        .values({
          idempotency_key: key,
          terminal_id: terminalId,
          request_lookup: null,
          item_code: null,
          subject_lookup: null,
          number: null,
          outcome_kind: null,
          sealed: null,
          submitted_at: new Date(clock.now()),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const after = await matter(db, key);
      return ok(
        after === undefined || after.sealed === null || after.terminal_id !== terminalId
          ? null
          : openOutcome(after),
      );
    },
  };
}

/** YPSL for 样品受理. */
async function nextNumber(trx: Kysely<Schema>, now: number): Promise<string> {
  const drawn = await sql<{ next: number }>`select nextval('sandbox_submission_number') as next`.execute(trx);
  return `YPSL${chinaDay(now).replaceAll('-', '')}${String(drawn.rows[0]?.next).padStart(5, '0')}`;
}

/** The item with which promised papers come; at a counter no terminal has part in it. */
const broughtBy = 'HAL-REG-001';
const counter = '00000000-0000-0000-0000-000000000000';
const takenAtCounter = done([{ zh: '窗口已收到这份材料', en: 'The counter took this paper' }]);

/** Who handed it in for somebody else; no whole name. */
const agentOf = ({ agent }: Asked) => (agent === null ? {} : { agent: agentWords(agent) });

/** What was taken down without a paper that may follow is taken down with a promise, where no table said so already. */
function withPromises(said: Outcome, promises: readonly PromiseOffered[], today: string): Outcome {
  const open = promises.filter(({ code }) => !said.promises.some((one) => one.code === code));
  if (open.length === 0 || !takenDown.has(said.kind)) return said;
  return {
    ...said,
    kind: 'acceptedWithPromise',
    promises: [
      ...said.promises,
      ...open.map(({ code, material, days, consequence }) => ({
        code,
        material,
        dueDate: plusDays(today, days),
        consequence,
      })),
    ],
  };
}

const takenDown: ReadonlySet<Outcome['kind']> = new Set([
  'done',
  'approved',
  'accepted',
  'acceptedWithPromise',
]);
