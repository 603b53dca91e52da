import type { Item } from '../../../../src-shared/service/item.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { Step } from '../context.ts';
import { askCentre, serviceRequest } from './ask-centre.ts';
import { showRefusal } from './outcome.ts';
import { slipPossible } from './receipt.ts';

/** Asks the authority and shows what it says. Nothing is changed by it. */
export const query: Step<'query'> = async (context, _settings, { mayGoBack }) => {
  const { conversation, centre, found } = context;
  const asked = await askCentre(context, 'queryingRecords', (signal) =>
    centre.services.query(serviceRequest(context), { signal }),
  );
  if ('instead' in asked) return asked.instead;
  if (asked.answer.state === 'refused') return showRefusal(context, asked.answer.outcome);
  const { sheet } = asked.answer;
  found.sheet = sheet;
  const leadsTo = whatFollows(context.item);
  // Whoever is handed a paper later is asked there; whoever is handed none is asked nowhere else.
  const last = leadsTo === 'finish' || context.item.steps.some(({ kind }) => kind === 'pickUp');
  const slip = last && slipPossible(context);
  const act = await conversation.ask({ kind: 'result', sheet, leadsTo, slip }, [
    'next',
    ...(slip ? (['nextWithSlip'] as const) : []),
    ...(mayGoBack ? (['back'] as const) : []),
  ]);
  if (act.type === 'back') return 'back';
  found.slipWanted = act.type === 'nextWithSlip';
  return 'next';
};

/** What comes after what was found. */
function whatFollows({ steps }: Item): ScreenOf<'result'>['leadsTo'] {
  const after = steps.slice(steps.findIndex(({ kind }) => kind === 'query') + 1).map(({ kind }) => kind);
  if (after.includes('preview')) return 'document';
  return after.includes('submit') || after.includes('form') || after.includes('pickUp') ? 'goOn' : 'finish';
}
