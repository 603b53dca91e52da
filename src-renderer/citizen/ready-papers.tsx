import type { ScreenOf } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './take.css';
import './ready-papers.css';

type Paper = ScreenOf<'readyPapers'>['papers'][number];

function ReadyPaper({ paper }: { readonly paper: Paper }) {
  const { words, say, act } = useTerminal();
  const { readyPapers } = words;
  const { where, number } = paper;
  const place =
    where.at === 'elsewhere'
      ? readyPapers.elsewhere(say(where.place))
      : readyPapers[where.at](where.compartment);
  return (
    <li className={`thing ${where.at === 'collected' ? 'taken' : ''} ready-${where.at}`}>
      <span className="thing-icon">
        <Icon name={where.at === 'collected' ? 'tick' : 'certificate'} />
      </span>
      <span className="thing-name">
        {say(paper.itemName)}
        <span className="ready-place">{place}</span>
        <span className="thing-place">{readyPapers.number(number)}</span>
      </span>
      {where.at === 'here' && (
        <Button look="main" onPress={() => act({ type: 'openCompartment', number })}>
          {readyPapers.open(where.compartment)}
        </Button>
      )}
    </li>
  );
}

/** Results that are ready: in this machine, or where else. */
export function ReadyPapers({ screen }: ScreenProps<'readyPapers'>) {
  const { words, act } = useTerminal();
  const { readyPapers } = words;
  const anyHere = screen.papers.some(({ where }) => where.at === 'here');
  return (
    <Stage
      title={readyPapers.title}
      explain={screen.locker ? readyPapers.explain : readyPapers.noLocker}
      action={
        <>
          {screen.slip && <Button onPress={() => act({ type: 'nextWithSlip' })}>{readyPapers.slip}</Button>}
          <Button look={anyHere ? 'plain' : 'main'} onPress={() => act({ type: 'next' })}>
            {readyPapers.done}
          </Button>
        </>
      }
    >
      <ul className="things ready-papers">
        {screen.papers.map((paper) => (
          <ReadyPaper key={paper.number} paper={paper} />
        ))}
      </ul>
    </Stage>
  );
}
