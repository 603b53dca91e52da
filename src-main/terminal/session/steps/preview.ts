import { layoutParticipation } from '../../../../src-shared/certificate/layout.ts';
import { maskName } from '../../../../src-shared/masking.ts';
import { stepOf } from '../../../../src-shared/service/item-parts.ts';
import type { Step } from '../context.ts';
import { askCentre, serviceRequest } from './ask-centre.ts';
import { centreFault } from './centre-fault.ts';
import { namesMasked } from './names-masked.ts';
import { needed } from './needed.ts';
import { showRefusal } from './outcome.ts';

/** The paper as it will be, masked and watermarked, before anything is counted. */
export const preview: Step<'preview'> = (context, settings, arrival) =>
  stepOf(context.item, 'print').document === 'service'
    ? serviceDocument(context, settings, arrival)
    : participationCertificate(context, settings, arrival);

const serviceDocument: Step<'preview'> = async (context, _settings, { mayGoBack }) => {
  const { found, centre, conversation } = context;
  const drafted = await askCentre(context, 'queryingRecords', (signal) =>
    centre.services.draft(serviceRequest(context), { signal }),
  );
  if ('instead' in drafted) return drafted.instead;
  const { answer } = drafted;
  if (answer.state === 'refused') return showRefusal(context, answer.outcome);
  const { pages, ...prints } = answer;
  found.prints = prints;
  found.previewPages = pages.length;
  const { holderMasked } = namesMasked(found);
  const act = await conversation.ask(
    { kind: 'preview', pages, holderMasked },
    mayGoBack ? ['next', 'back'] : ['next'],
  );
  return act.type;
};

const participationCertificate: Step<'preview'> = async (context) => {
  const { person, range } = needed(context);
  for (;;) {
    const asked = await context.conversation.during(
      { kind: 'working', task: 'queryingRecords', usualSeconds: 3 },
      (signal) => context.centre.socialInsurance.participation({ ...range, token: person.token }, { signal }),
    );
    if (asked.kind === 'act') throw new Error('nothing was offered');
    if (!asked.value.ok) {
      const fault = await centreFault(context, asked.value.error);
      if (fault === 'retry') continue;
      return fault;
    }
    const participation = asked.value.value;
    const pages = layoutParticipation(participation, null, {
      masked: true,
      specimen: context.specimen,
      printedAt: new Date(context.clock.now()).toISOString(),
    });
    context.found.participation = participation;
    context.found.previewPages = pages.length;
    const act = await context.conversation.ask(
      { kind: 'preview', pages, holderMasked: maskName(participation.person.name) },
      ['next', 'back'],
    );
    return act.type;
  }
};
