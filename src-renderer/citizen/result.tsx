import { Button } from '../design/button.tsx';
import { SheetView } from '../design/sheet-view.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

/** What the authority has on record. */
export function ResultSheet({ screen }: ScreenProps<'result'>) {
  const { words, say, act } = useTerminal();
  const { result } = words;
  return (
    <Stage
      title={say(screen.sheet.title)}
      explain={result.explain}
      action={
        <>
          {screen.slip && <Button onPress={() => act({ type: 'nextWithSlip' })}>{result.slip}</Button>}
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {result[screen.leadsTo]}
          </Button>
        </>
      }
    >
      <SheetView sheet={screen.sheet} />
    </Stage>
  );
}
