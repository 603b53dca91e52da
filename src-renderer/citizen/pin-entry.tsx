import { Banner } from '../design/banner.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { PinPadKeys } from '../design/drawings.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

/** Nothing to touch here: a PIN is typed on the metal pad alone, and the screen knows only how many digits are in. */
export function PinEntry({ screen }: ScreenProps<'pinEntry'>) {
  const { pinEntry } = useTerminal().words;
  const { which, listening, entered, length, problem, triesLeft } = screen;
  const shown = problem !== null && entered === 0;
  return (
    <Stage
      title={pinEntry.titles[which]}
      explain={listening ? pinEntry.explain : pinEntry.wait}
      picture={<PinPadKeys label={pinEntry.picture} />}
      action={
        shown ? (
          <Banner tone="warning">
            {problem === 'wrong' ? pinEntry.wrong(triesLeft) : pinEntry.problems[problem]}
          </Banner>
        ) : (
          which === 'old' && <Banner tone="info">{pinEntry.firstTime}</Banner>
        )
      }
    >
      <CodeBoxes
        hidden
        value={'•'.repeat(entered)}
        length={length}
        label={pinEntry.entered(entered, length)}
        state={shown ? 'wrong' : 'typing'}
      />
    </Stage>
  );
}
