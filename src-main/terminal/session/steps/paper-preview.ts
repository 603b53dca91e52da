import type { Text } from '../../../../src-shared/text.ts';
import type { ItemContext } from '../context.ts';

/** Shows the citizen what was given, page by page. `again`: it is to be given anew, or it is gone. `back`: not this way. */
export async function previewPaper(
  context: ItemContext,
  material: Text,
  paperId: string,
): Promise<{ readonly kind: 'taken'; readonly pages: number } | { readonly kind: 'again' | 'back' }> {
  const { conversation, centre } = context;
  let index = 0;
  for (;;) {
    const asked = await conversation.during(
      { kind: 'working', task: 'fetchingPaper', usualSeconds: 2 },
      async (signal) => {
        const state = await centre.papers.state({ paperId }, { signal });
        if (!state.ok) return null;
        const summary = state.value.pages[index];
        if (state.value.state === 'over' || summary === undefined) return 'gone' as const;
        const pages = state.value.pages.length;
        if (summary.kind === 'pdf') return { summary, pages, picture: null };
        const page = await centre.papers.page({ paperId, index }, { signal });
        if (!page.ok) return null;
        const { base64 } = page.value;
        return { summary, pages, picture: { kind: summary.kind, base64 } };
      },
    );
    if (asked.kind === 'act') throw new Error('nothing was offered');
    const found = asked.value;
    if (found === 'gone') return { kind: 'again' };
    if (found === null) {
      const fault = await conversation.fault('serverUnavailable', {
        actions: ['retry', 'back'],
        cardOnReader: true,
        reference: context.transaction.trace,
      });
      if (fault === 'retry') continue;
      return { kind: 'again' };
    }
    const { summary, pages, picture } = found;
    const act = await conversation.ask(
      {
        kind: 'paperPreview',
        material,
        page: index,
        pages,
        picture,
        bytes: summary.bytes,
        sheets: summary.sheets,
      },
      ['next', 'retry', 'showPage', 'back'],
    );
    if (act.type === 'next') return { kind: 'taken', pages };
    if (act.type === 'retry') return { kind: 'again' };
    if (act.type === 'back') return { kind: 'back' };
    index = Math.min(act.page, pages - 1);
  }
}
