import type { StepOf } from '../../../../src-shared/service/item.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { dayAhead } from '../calendar.ts';
import type { ItemContext, Step } from '../context.ts';

type Material = StepOf<'materials'>['materials'][number];

/** The papers of a matter: what is missing may follow where the authority allows it, with a signed promise (容缺). */
export const materials: Step<'materials'> = async (context, settings, { mayGoBack }) => {
  const { conversation, found } = context;
  for (;;) {
    const screen = {
      kind: 'materials' as const,
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
    if (material?.promise === undefined || act.way !== 'promise') continue;
    found.promises = found.promises.includes(material.id)
      ? found.promises.filter((id) => id !== material.id)
      : [...found.promises, material.id];
  }
};

function shown(
  { found, clock }: ItemContext,
  material: Material,
): ScreenOf<'materials'>['materials'][number] {
  const { id, name, promise } = material;
  const promised = found.promises.includes(id);
  return {
    id,
    name,
    state: promised ? 'promised' : 'missing',
    ways: promise === undefined ? [] : ['promise'],
    dueDate: promise === undefined ? null : dayAhead(clock, promise.days),
    consequence: promise?.consequence ?? null,
  };
}
