import type { RatingLevel } from '../../src-shared/visit.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { usePress } from '../design/press.ts';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './rate.css';

function Level({ level, position }: { readonly level: RatingLevel; readonly position: number }) {
  const { words, act } = useTerminal();
  const press = usePress(() => act({ type: 'rate', level }));
  return (
    <button type="button" className="level" {...press}>
      <span className="level-bars" aria-hidden="true">
        {[0, 1, 2, 3, 4].map((bar) => (
          <span key={bar} className={bar < 5 - position ? 'on' : ''} />
        ))}
      </span>
      {words.ratings[level]}
    </button>
  );
}

/** Five words of equal size and colour: nobody is steered to one of them (GB/T 39735-2020). */
export function Rate({ screen }: ScreenProps<'rate'>) {
  const { words, act } = useTerminal();
  return (
    <Stage
      title={words.rate.title}
      explain={words.rate.explain}
      action={<Button onPress={() => act({ type: 'skipRating' })}>{words.rate.skip}</Button>}
    >
      {!screen.receiptPrinted && <Banner tone="info">{words.rate.noReceipt}</Banner>}
      <div className="levels">
        {screen.levels.map((level, position) => (
          <Level key={level} level={level} position={position} />
        ))}
      </div>
    </Stage>
  );
}
