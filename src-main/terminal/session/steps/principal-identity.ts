import { maskIdNumber } from '../../../../src-shared/masking.ts';
import { Sensitive } from '../../../../src-shared/sensitive.ts';
import { problemOf } from '../../../../src-shared/service/answer.ts';
import type { Field } from '../../../../src-shared/service/field.ts';
import { stepOf } from '../../../../src-shared/service/item-parts.ts';
import type { RelationRule } from '../../../../src-shared/service/principal.ts';
import type { Text } from '../../../../src-shared/text.ts';
import { today } from '../calendar.ts';
import type { ItemContext } from '../context.ts';
import { firstScreen, listen } from '../identity/listen.ts';
import type { IdentityWay } from '../identity/way.ts';
import { wayOf } from './identify.ts';
import { verifiedPerson } from './needed.ts';

export interface PrincipalIdentity {
  readonly idNumber: Sensitive<string>;
  /** As the document says; null where the number was typed. */
  readonly name: Sensitive<string> | null;
}

/** Who the other person is: by their own document, or by their number where the item asks for no more. */
export function identityOf(
  context: ItemContext,
  { identity }: RelationRule,
): Promise<PrincipalIdentity | 'back'> {
  return identity === 'card' ? byDocument(context) : byNumber(context);
}

/** At the same readers at which the agent showed theirs. */
async function byDocument(context: ItemContext): Promise<PrincipalIdentity | 'back'> {
  const { conversation, clock, store, transaction, found, item } = context;
  const own = verifiedPerson(context).idNumber.reveal();
  const ways = stepOf(item, 'identify').documents.flatMap((document) => {
    const way = wayOf(context, document, false);
    return way === undefined ? [] : [ofAnother(way, own)];
  });
  const answer = await conversation.during(
    firstScreen(ways, 'principal'),
    (signal, amend) => listen(ways, 'principal', clock, signal, amend),
    ['back'],
  );
  if (answer.kind === 'act') return 'back';
  if (answer.value === null) throw new Error('the reading was aborted and nobody asked for it');
  const { document, name, idNumber, kind } = answer.value;
  store.commit((write) =>
    write.journal({ type: 'identityRead', transactionId: transaction.id, document: kind }),
  );
  found.principalDocument = document;
  return { name, idNumber };
}

/** The agent's own document once more is said, and the reader waits for another. */
function ofAnother(way: IdentityWay, own: string): IdentityWay {
  return {
    ...way,
    async read(signal, onReading) {
      const answer = await way.read(signal, onReading);
      return answer.kind === 'identified' && answer.person.idNumber.reveal() === own
        ? { kind: 'problem', problem: 'sameDocument' }
        : answer;
    },
  };
}

const title: Text = { zh: '替别人办理', en: 'For another person' };
const field: Extract<Field, { type: 'idNumber' }> = {
  id: 'principalNumber',
  type: 'idNumber',
  label: { zh: '请输入对方的身份证号码', en: 'The identity number of the other person' },
  hint: {
    zh: '姓名不用输入，核对后显示给您确认',
    en: 'No name is needed: it is shown to you once it is checked',
  },
  sensitive: true,
};
const ownNumber: Text = {
  zh: '这是您自己的号码。给自己办，请按“上一步”改选',
  en: 'This is your own number. To do it for yourself, go back and choose again',
};

async function byNumber(context: ItemContext): Promise<PrincipalIdentity | 'back'> {
  const own = verifiedPerson(context).idNumber.reveal();
  let problem: Text | null = null;
  for (;;) {
    const act = await context.conversation.ask(
      { kind: 'field', title, field, options: [], bounds: null, ordinal: 1, count: 1, answer: null, problem },
      ['answer', 'back'],
    );
    if (act.type === 'back') return 'back';
    const given = act.answer;
    problem = problemOf(field, given, { today: today(context.clock), given: {} });
    if (problem !== null || typeof given !== 'string') continue;
    if (given === own) problem = ownNumber;
    else return { idNumber: new Sensitive(given, maskIdNumber(given)), name: null };
  }
}
