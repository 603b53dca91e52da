import type { Licence } from '../../../../src-shared/contract/papers.ts';
import type { StepOf } from '../../../../src-shared/service/item.ts';
import type { MaterialWay, ScreenOf } from '../../../../src-shared/view.ts';
import { dayAhead } from '../calendar.ts';
import type { ItemContext, Step } from '../context.ts';
import { paperByPhone } from './paper-by-phone.ts';
import { paperByScan } from './paper-by-scan.ts';

type Material = StepOf<'materials'>['materials'][number];

/**
 * The papers of a matter. What exists as an e-licence needs no paper once the citizen agrees to its use; the camera of this machine
 * or a phone photographs the others; what is missing may follow where the authority allows it, with a signed promise (容缺).
 */
export const materials: Step<'materials'> = async (context, settings, { mayGoBack }) => {
  const { conversation, found } = context;
  const asked = await findLicences(context, settings.materials);
  for (;;) {
    const screen: ScreenOf<'materials'> = {
      kind: 'materials',
      licencesUnavailable: asked && found.licences === null,
      materials: settings.materials.map((material) => shown(context, material)),
    };
    const complete = screen.materials.every(({ state }) => state !== 'missing');
    const act = await conversation.ask(screen, [
      'chooseMaterial',
      ...(complete ? (['next'] as const) : []),
      ...(mayGoBack ? (['back'] as const) : []),
    ]);
    if (act.type !== 'chooseMaterial') return act.type;
    const material = settings.materials.find(({ id }) => id === act.id);
    if (material === undefined || !waysOf(context, material).includes(act.way)) continue;
    const result = await change(context, material, act.way);
    if (result !== undefined) return result;
  }
};

/** The same way again takes it back. */
async function change(context: ItemContext, material: Material, way: MaterialWay) {
  const { found } = context;
  const { id } = material;
  const promised = found.promises.includes(id);
  const given = found.papers.get(id);
  if (way === 'promise') {
    found.promises = promised ? found.promises.filter((one) => one !== id) : [...found.promises, id];
    await discard(context, id);
    return undefined;
  }
  if (way === 'eLicence') {
    const licence = licenceOf(context, id);
    await discard(context, id);
    if (licence === null || given?.kind === 'eLicence') return undefined;
    found.papers.set(id, { kind: 'eLicence', materialId: id, licenceId: licence.licenceId, pages: 0 });
  } else {
    const taken = await (way === 'scan' ? paperByScan : paperByPhone)(context, material);
    if ('instead' in taken) return taken.instead;
    if (taken.paper === null) return undefined;
    await discard(context, id);
    found.papers.set(id, { kind: 'upload', materialId: id, ...taken.paper });
  }
  found.promises = found.promises.filter((one) => one !== id);
  return undefined;
}

/** What was given for this paper before is not wanted any more. Where the centre does not hear it, it erases it by itself. */
async function discard({ found, centre }: ItemContext, id: string): Promise<void> {
  const given = found.papers.get(id);
  found.papers.delete(id);
  if (given?.kind === 'upload') await centre.papers.discard({ paperId: given.paperId });
}

/** Whether the platform was asked. That it does not answer ends nothing: a paper can come in other ways. */
async function findLicences(context: ItemContext, all: readonly Material[]): Promise<boolean> {
  const { found, item, centre, conversation } = context;
  const token = found.person?.token;
  if (!all.some(({ by }) => by.includes('eLicence')) || token == null) return false;
  const asked = await conversation.during(
    { kind: 'working', task: 'askingLicences', usualSeconds: 3 },
    (signal) =>
      centre.papers.licences(
        { itemCode: item.code, token, companyCode: found.company?.code ?? null },
        { signal },
      ),
  );
  if (asked.kind === 'act') throw new Error('nothing was offered');
  found.licences = asked.value.ok ? asked.value.value.licences : null;
  return true;
}

/** The one that is good, or else the one of which is said why it is not. */
function licenceOf({ found }: ItemContext, id: string): Licence | null {
  const all = (found.licences ?? []).filter(({ materialId }) => materialId === id);
  return all.find(({ state }) => state === 'valid') ?? all[0] ?? null;
}

function waysOf(context: ItemContext, material: Material): MaterialWay[] {
  const { by, promise, id } = material;
  const licence = licenceOf(context, id);
  const ways: MaterialWay[] = [];
  if (by.includes('eLicence') && licence?.state === 'valid') ways.push('eLicence');
  const scanned = by.includes('scan') && context.documentCamera?.status.device === 'online';
  if (scanned && context.found.person?.token != null) ways.push('scan');
  if (by.includes('phone') && context.found.person?.token != null) ways.push('phone');
  if (promise !== undefined) ways.push('promise');
  return ways;
}

function shown(context: ItemContext, material: Material): ScreenOf<'materials'>['materials'][number] {
  const { found, clock } = context;
  const { id, name, promise } = material;
  const given = found.papers.get(id);
  const licence = licenceOf(context, id);
  return {
    id,
    name,
    state: found.promises.includes(id) ? 'promised' : stateOf(given?.kind),
    ways: waysOf(context, material),
    licence: licence && {
      issuer: licence.issuer,
      numberMasked: licence.numberMasked,
      validUntil: licence.validUntil,
      state: licence.state,
    },
    pages: given?.pages ?? 0,
    dueDate: promise === undefined ? null : dayAhead(clock, promise.days),
    consequence: promise?.consequence ?? null,
  };
}

function stateOf(given: 'eLicence' | 'upload' | undefined) {
  if (given === undefined) return 'missing';
  return given === 'eLicence' ? 'eLicence' : 'uploaded';
}
