import type { PrincipalRefusal } from '../../../../src-shared/contract/server.ts';
import { maskName } from '../../../../src-shared/masking.ts';
import type { RelationRule } from '../../../../src-shared/service/principal.ts';
import type { FaultCode, PrincipalShown } from '../../../../src-shared/view.ts';
import type { ItemContext, Step, StepResult } from '../context.ts';
import { askCentre } from './ask-centre.ts';
import { centreFault } from './centre-fault.ts';
import { verifiedPerson } from './needed.ts';
import { identityOf, type PrincipalIdentity } from './principal-identity.ts';

/** What the citizen sees of a refusal; `self` is caught before the centre is asked. */
const refusals: Record<PrincipalRefusal, FaultCode> = {
  agentMinor: 'agentMinor',
  self: 'relationNotRegistered',
  unknown: 'principalUnknown',
  nameMismatch: 'principalNameMismatch',
  notRegistered: 'relationNotRegistered',
  deceased: 'principalDeceased',
  authorisationMissing: 'authorisationMissing',
  authorisationExpired: 'authorisationExpired',
  authorisationWithdrawn: 'authorisationWithdrawn',
  registerBehind: 'relationRegisterBehind',
  tooMany: 'tooManyPrincipals',
};

/**
 * For oneself or for another person. What the register of families or an authorisation allows, the centre binds to this
 * transaction: from then on all of it is about the principal, of whom this machine keeps nothing but masked forms.
 */
export const principal: Step<'principal'> = async (context, { relations, basis }) => {
  const { conversation } = context;
  for (;;) {
    const { whom } = await conversation.ask(
      { kind: 'forWhom', options: [{ whom: 'self' }, { whom: 'another' }], basis: null },
      ['chooseWhom'],
    );
    if (whom === 'self') return forThemselves(context);
    if (whom !== 'another') continue;
    const result = await forAnother(context, relations, basis);
    if (result !== 'whose') return result;
  }
};

/** Whatever the centre holds of an earlier choice is given up first. */
async function forThemselves(context: ItemContext): Promise<StepResult> {
  const { found, centre } = context;
  if (found.principalAsked) {
    const { token } = verifiedPerson(context);
    const released = await askCentre(context, 'askingCentre', (signal) =>
      centre.services.releasePrincipal({ token }, { signal }),
    );
    if ('instead' in released) return released.instead;
    found.principalAsked = false;
  }
  if (found.principal !== null) forgetTheMatter(context);
  found.principal = null;
  return 'next';
}

/** `whose`: back to the first question. */
async function forAnother(
  context: ItemContext,
  relations: readonly RelationRule[],
  basis: { zh: string; en: string },
): Promise<StepResult | 'whose'> {
  const options = relations.map(({ relation, ...rule }) => ({ whom: relation, ...rule }));
  for (;;) {
    const act = await context.conversation.ask({ kind: 'forWhom', options, basis }, ['chooseWhom', 'back']);
    if (act.type === 'back') return 'whose';
    const rule = relations.find(({ relation }) => relation === act.whom);
    if (rule === undefined) continue;
    const identity = await identityOf(context, rule);
    if (identity === 'back') continue;
    const result = await beGranted(context, rule, identity);
    if (result !== 'relation') return result;
  }
}

/** `relation`: back to what the principal is to the agent. */
async function beGranted(
  context: ItemContext,
  { relation }: RelationRule,
  identity: PrincipalIdentity,
): Promise<StepResult | 'relation' | 'whose'> {
  const { conversation, centre, found, item, store, transaction } = context;
  const person = verifiedPerson(context);
  const request = {
    itemCode: item.code,
    token: person.token,
    relation,
    idNumber: identity.idNumber.reveal(),
    name: identity.name?.reveal() ?? null,
  };
  for (;;) {
    found.principalAsked = true;
    const asked = await conversation.during(
      { kind: 'working', task: 'askingRelation', usualSeconds: 3 },
      (signal) => centre.services.principal(request, { signal }),
      ['back'],
    );
    if (asked.kind === 'act') return 'relation';
    if (!asked.value.ok) {
      const { error } = asked.value;
      const silent = error.kind === 'unreachable' || error.code === 'AUTHORITY_UNAVAILABLE';
      const choice = silent
        ? await refuse(context, 'relationRegisterUnavailable', error.code, ['retry', 'back'])
        : await centreFault(context, error);
      if (choice === 'retry') continue;
      if (choice === 'back') return 'whose';
      return choice === 'finish' ? { end: 'failed', reason: 'relationRegisterUnavailable' } : choice;
    }
    const answer = asked.value.value;
    if (answer.state === 'refused') {
      const choice = await refuse(context, refusals[answer.reason], answer.reason, ['back']);
      return choice === 'finish' ? { end: 'refused', reason: answer.reason } : 'whose';
    }
    const { state: _, ...granted } = answer;
    const shown: PrincipalShown = { relation, ...granted };
    const act = await conversation.ask(
      { kind: 'principal', principal: shown, agentMasked: maskName(person.name.reveal()) },
      ['next', 'back'],
    );
    if (act.type === 'back') return 'relation';
    forgetTheMatter(context);
    found.principal = shown;
    store.commit((write) =>
      write.journal({
        type: 'principalGranted',
        transactionId: transaction.id,
        relation,
        basis: granted.basis,
      }),
    );
    return 'next';
  }
}

function refuse(
  { conversation, store, transaction }: ItemContext,
  code: FaultCode,
  reason: string,
  actions: readonly ('retry' | 'back')[],
): Promise<'retry' | 'back' | 'finish'> {
  store.commit((write) =>
    write.journal({ type: 'stepRefused', transactionId: transaction.id, step: 'principal', reason }),
  );
  return conversation.fault(code, { actions, cardOnReader: false, reference: transaction.trace });
}

/** What was answered, given and found for one person is nothing for another. */
function forgetTheMatter({ found }: ItemContext): void {
  found.participation = null;
  found.answers = {};
  found.offered.clear();
  found.refusedAnswers = new Map();
  found.promises = [];
  // What a phone gave is erased by the centre: it was for another subject, and is handed in with nothing.
  found.papers.clear();
  found.licences = null;
  found.sheet = null;
  found.prints = null;
  found.previewPages = 0;
}
