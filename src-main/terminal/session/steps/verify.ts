import type { VerifyMethod } from '../../../../src-shared/view.ts';
import type { ItemContext, Person, Step, StepResult } from '../context.ts';
import { verifyByFace } from './verify-face.ts';
import { verifyBySms } from './verify-sms.ts';
import { verifyByStaff } from './verify-staff.ts';

/** Why a way does not lead on, and another may. */
export type OtherWay =
  | 'phoneNotRegistered'
  | 'tooManyCodesSent'
  | 'tooManyWrongCodes'
  | 'faceNotRecognised'
  | 'noPhoto';
/** `token`: passed. `choose`: the citizen wants another way. `otherWay`: this one does not lead on for this person. */
export type MethodResult =
  | { readonly token: string }
  | { readonly otherWay: OtherWay }
  | 'choose'
  | Exclude<StepResult, 'next'>;
/** `others`: there are other ways, so that this one need not be the end. */
export type Method = (context: ItemContext, person: Person, others: boolean) => Promise<MethodResult>;

const methods: Readonly<Record<VerifyMethod, Method>> = {
  sms: verifyBySms,
  staff: verifyByStaff,
  face: verifyByFace,
};

/**
 * Second factor: never the document alone, never the face alone. The first way of the item's file that this machine
 * has is begun at once; the others are one touch away.
 */
export const verify: Step<'verify'> = async (context, settings) => {
  const { person } = context.found;
  if (person === null) throw new Error('verify before identify');
  let left = settings.methods.filter((method) => isHere(context, method));
  let [method] = left;
  // The face is never the only way.
  if (method === undefined || left.every((one) => one === 'face'))
    throw new Error(`${context.item.code} was offered without a way to verify`);

  for (;;) {
    const result: MethodResult = await methods[method](context, person, left.length > 1);
    if (result === 'choose') {
      method = (await choose(context, left, null)) ?? method;
    } else if (typeof result !== 'string' && 'otherWay' in result) {
      left = left.filter((one) => one !== method);
      const chosen = await choose(context, left, result.otherWay);
      if (chosen === null) return 'back';
      method = chosen;
    } else if (typeof result !== 'string' && 'token' in result) {
      person.token = result.token;
      const passed = method;
      context.store.commit((write) =>
        write.journal({ type: 'secondFactorPassed', transactionId: context.transaction.id, method: passed }),
      );
      return 'next';
    } else return result;
  }
};

function isHere(context: ItemContext, method: VerifyMethod): boolean {
  if (method === 'face') return context.face?.camera.status.device === 'online';
  return method === 'sms' || context.staffAtHand !== null;
}

/** Null when the citizen goes back. */
async function choose(
  { conversation }: ItemContext,
  left: readonly VerifyMethod[],
  problem: OtherWay | null,
): Promise<VerifyMethod | null> {
  for (;;) {
    const act = await conversation.ask({ kind: 'chooseMethod', methods: [...left], problem }, [
      'chooseMethod',
      'back',
    ]);
    if (act.type === 'back') return null;
    if (left.includes(act.method)) return act.method;
  }
}
