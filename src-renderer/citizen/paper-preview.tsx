import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './paper-preview.css';

/** What was given, to be taken or given again. */
export function PaperPreview({ screen }: ScreenProps<'paperPreview'>) {
  const { words, say, act } = useTerminal();
  const { paperPreview } = words;
  const { page, pages, picture, bytes, sheets } = screen;
  return (
    <Stage
      title={paperPreview.title}
      explain={paperPreview.explain}
      action={
        <>
          <Button onPress={() => act({ type: 'retry' })}>{paperPreview.retake}</Button>
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {paperPreview.accept}
          </Button>
        </>
      }
    >
      <div className="paper-preview">
        <h2>{say(screen.material)}</h2>
        {picture === null ? (
          <div className="paper-preview-file">
            <p>{paperPreview.pdf(sheets, Math.ceil(bytes / 1024))}</p>
            <Banner tone="info">{paperPreview.pdfNote}</Banner>
          </div>
        ) : (
          <img src={`data:image/${picture.kind};base64,${picture.base64}`} alt={paperPreview.picture} />
        )}
        {pages > 1 && (
          <div className="paper-preview-pages">
            <p>{paperPreview.page(page + 1, pages)}</p>
            <Button onPress={() => act({ type: 'showPage', page: (page + 1) % pages })}>
              {paperPreview.otherPage}
            </Button>
          </div>
        )}
      </div>
    </Stage>
  );
}
