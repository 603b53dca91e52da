import type { FaultCode, ScreenOf } from '../../../../src-shared/view.ts';
import { lookInto } from '../../locker/compartments.ts';
import type { LockerPaper } from '../../store/store.ts';
import { type PickUpProblem, pickUp as takePaper } from '../../transaction/pick-up.ts';
import type { CollectedPaper, ItemContext, Step, StepResult } from '../context.ts';
import { askCentre, serviceRequest } from './ask-centre.ts';
import { slipPossible } from './receipt.ts';

type ReadyPapers = ScreenOf<'readyPapers'>['papers'];
type Where = ReadyPapers[number]['where'];

/** A door that will not open is not told for ever. */
const mostTries = 3;

/**
 * Papers that are ready: those in the cabinet of this machine one by one, of the others where they are. Whose they are says
 * the centre, for this token; in which compartment they lie, this terminal knows alone.
 */
export const pickUp: Step<'pickUp'> = async (context, _settings, { mayGoBack }) => {
  const { conversation, centre, devices, found, store } = context;
  const asked = await askCentre(context, 'queryingRecords', (signal) =>
    centre.services.readyPapers(serviceRequest(context), { signal }),
  );
  if ('instead' in asked) return asked.instead;
  const { papers } = asked.answer;
  if (papers.length === 0) return 'next';
  for (;;) {
    const slip = found.collected.length > 0 && slipPossible(context);
    const act = await conversation.ask(
      {
        kind: 'readyPapers',
        papers: papers.map(({ number, itemName, place }) => ({
          number,
          itemName,
          where: whereNow(context, number) ?? { at: 'elsewhere', place },
        })),
        locker: devices.locker !== undefined,
        slip,
      },
      [
        'next',
        'openCompartment',
        ...(slip ? (['nextWithSlip'] as const) : []),
        ...(mayGoBack && found.collected.length === 0 ? (['back'] as const) : []),
      ],
    );
    if (act.type === 'back') return 'back';
    if (act.type !== 'openCompartment') {
      found.slipWanted ||= act.type === 'nextWithSlip';
      return 'next';
    }
    const paper = papers.find(({ number }) => number === act.number);
    const lies = store.read.lockerPapers().find(({ matter }) => matter === paper?.number);
    // The screen may be older than what the sensors say now.
    if (paper === undefined || lies === undefined || whereNow(context, paper.number)?.at !== 'here') continue;
    const ended = await open(context, { ...paper, lies });
    if (ended !== 'list') return ended;
  }
};

/** Null: this terminal does not have it. */
function whereNow({ devices, store, found }: ItemContext, number: string): Where | null {
  const taken = found.collected.find((one) => one.number === number);
  if (taken !== undefined) return { at: 'collected', compartment: taken.compartment };
  const lies = store.read.lockerPapers().find(({ matter }) => matter === number);
  if (lies === undefined) return null;
  const { compartment, state } = lies;
  const { door, item } = lookInto(devices.locker, compartment);
  // A paper that the sensor does not see is no reason to open: staff look first.
  const ready = state === 'inside' && door === 'closed' && item === 'present';
  return { at: ready ? 'here' : 'staff', compartment };
}

async function open(
  context: ItemContext,
  paper: Omit<CollectedPaper, 'compartment'> & { readonly lies: LockerPaper },
  tries = 1,
): Promise<'list' | Exclude<StepResult, string>> {
  const { conversation, devices, found } = context;
  const { locker } = devices;
  if (locker === undefined) throw new Error('a compartment without a cabinet');
  const { number, itemName, lies } = paper;
  const { compartment } = lies;
  const screen: ScreenOf<'pickUp'> = {
    kind: 'pickUp',
    itemName,
    compartment,
    compartments: locker.status.compartments.length,
    phase: 'opening',
    reminders: 0,
  };
  const working = await conversation.during(
    screen,
    (_signal, amend) => takePaper(context, locker, lies, (progress) => amend({ ...screen, ...progress })),
    [],
    { canLeave: false, patience: null },
  );
  if (working.kind === 'act') throw new Error('nothing was offered');
  const answer = working.value;
  if (answer.outcome === 'done') {
    found.collected.push({ number, itemName, compartment });
    if (!answer.value.doorLeftOpen) return 'list';
    const choice = await fault(context, 'lockerDoorOpen', compartment, ['back']);
    return choice === 'finish' ? { end: 'completed', reason: 'lockerDoorOpen' } : 'list';
  }
  const code = faults[answer.error];
  const again = tries < mostTries && (answer.error === 'doorNotOpened' || answer.error === 'paperInside');
  const choice = await fault(context, code, compartment, again ? ['retry', 'back'] : ['back']);
  if (choice === 'retry') return open(context, paper, tries + 1);
  return choice === 'finish' ? { end: 'failed', reason: code } : 'list';
}

const faults: Record<PickUpProblem, FaultCode> = {
  unavailable: 'lockerUnavailable',
  doorNotOpened: 'lockerDoorStuck',
  paperInside: 'lockerPaperInside',
  unclear: 'lockerUnclear',
};

function fault(
  { conversation, store, transaction }: ItemContext,
  code: FaultCode,
  compartment: number,
  actions: readonly ('retry' | 'back')[],
): Promise<'retry' | 'back' | 'finish'> {
  store.commit((write) =>
    write.journal({ type: 'stepRefused', transactionId: transaction.id, step: 'pickUp', reason: code }),
  );
  return conversation.fault(code, {
    actions,
    cardOnReader: true,
    reference: transaction.trace,
    details: { compartment },
  });
}
