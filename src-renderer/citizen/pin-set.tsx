import { Button } from '../design/button.tsx';
import { Done } from '../design/drawings.tsx';
import { Stage } from '../design/stage.tsx';
import { formatDate, formatTime } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './person-rows.css';

export function PinSet({ screen }: ScreenProps<'pinSet'>) {
  const { words, language, act } = useTerminal();
  const { pinSet } = words;
  const title = pinSet.titles[screen.purpose];
  const at = Date.parse(screen.setAt);
  return (
    <Stage
      title={title}
      explain={pinSet.explain}
      picture={<Done label={title} />}
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {pinSet.done}
        </Button>
      }
    >
      <dl className="person-rows">
        <div>
          <dt>{pinSet.card}</dt>
          <dd>{screen.cardTail}</dd>
        </div>
        <div>
          <dt>{pinSet.time}</dt>
          <dd>
            {formatDate(at, language)} {formatTime(at)}
          </dd>
        </div>
      </dl>
    </Stage>
  );
}
