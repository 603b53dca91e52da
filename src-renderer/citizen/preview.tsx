import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { PaperView } from '../design/paper-view.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './preview.css';

export function Preview({ screen }: ScreenProps<'preview'>) {
  const { words, act } = useTerminal();
  const [pageIndex, setPageIndex] = useState(0);
  const [enlarged, setEnlarged] = useState(false);
  const { preview } = words;
  const { pages } = screen;
  const page = pages[pageIndex];
  return (
    <Stage
      title={preview.title}
      explain={preview.explain}
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {preview.accept}
        </Button>
      }
    >
      {page !== undefined && (
        <PaperView
          key={pageIndex}
          page={page}
          enlarged={enlarged}
          label={
            screen.holderMasked === null ? preview.picture : `${preview.picture}，${screen.holderMasked}`
          }
        />
      )}
      <div className="preview-tools">
        {pages.length > 1 && (
          <Button icon="back" disabled={pageIndex === 0} onPress={() => setPageIndex(pageIndex - 1)}>
            {words.actions.previousPage}
          </Button>
        )}
        <p role="status">{preview.page(pageIndex + 1, pages.length)}</p>
        {pages.length > 1 && (
          <Button
            icon="forward"
            disabled={pageIndex === pages.length - 1}
            onPress={() => setPageIndex(pageIndex + 1)}
          >
            {words.actions.nextPage}
          </Button>
        )}
        <Button icon={enlarged ? 'reduce' : 'enlarge'} onPress={() => setEnlarged(!enlarged)}>
          {enlarged ? preview.reduce : preview.enlarge}
        </Button>
      </div>
    </Stage>
  );
}
