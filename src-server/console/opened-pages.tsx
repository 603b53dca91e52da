import { useEffect, useRef } from 'react';
import { useSpeech } from './language.tsx';
import type { OpenedPage, OpenedPaper } from './promise-model.ts';

interface OpenedPagesProps {
  readonly title: string;
  readonly operator: string;
  readonly opened: OpenedPaper;
  /** Nothing holds the pages after that. */
  readonly onClose: () => void;
}

const shownMs = 2 * 60_000;

/** The pages over everything else, for as long as somebody looks at them, and no longer than two minutes. */
export function OpenedPages({ title, operator, opened, onClose }: OpenedPagesProps) {
  const { say } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    dialog.current?.showModal();
    const timer = setTimeout(() => close.current(), shownMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <dialog ref={dialog} className="opened" aria-label={title} onClose={onClose}>
      <header>
        <h2>
          {title}{' '}
          <small>
            {operator} · {opened.openedAt} · {say('closesItself')}
          </small>
        </h2>
        <button type="button" className="main" onClick={onClose}>
          {say('closePages')}
        </button>
      </header>
      <div className="pages">
        {opened.pages.map((page, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pages of a paper never change
          <Page key={index} page={page} title={`${title} ${index + 1}`} />
        ))}
      </div>
    </dialog>
  );
}

function Page({ page, title }: { readonly page: OpenedPage; readonly title: string }) {
  const { say } = useSpeech();
  if (page.kind === 'jpeg')
    return <img src={`data:image/jpeg;base64,${page.base64}`} alt={title} draggable={false} />;
  return (
    <p className="empty">
      {say('notShown')} ({page.sheets} {say('sheetsWord')})
    </p>
  );
}
