import type { Belonging } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icons.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './take.css';

function Thing({ belonging }: { readonly belonging: Belonging }) {
  const { words } = useTerminal();
  const { kind, state } = belonging;
  const { take } = words;
  return (
    <li className={`thing ${state}`}>
      <span className="thing-icon">
        <Icon name={state === 'taken' ? 'tick' : kind === 'principalCard' ? 'identityCard' : kind} />
      </span>
      <span className="thing-name">
        {take.names[kind]}
        <span className="thing-place">{take.places[kind]}</span>
      </span>
      <span className="thing-state">{take.states[state]}</span>
    </li>
  );
}

export function Take({ screen }: ScreenProps<'take'>) {
  const { words, act } = useTerminal();
  const { take } = words;
  const { belongings } = screen;
  const left = new Set(belongings.filter((each) => each.state !== 'taken').map((each) => each.kind));
  const unsensed = belongings.some((each) => each.state === 'unsensed');
  return (
    <Stage
      title={screen.reminders > 0 ? take.remind : take.title}
      explain={unsensed ? take.explainUnsensed : take.explain}
      picture={
        <Machine
          label={take.picture}
          card={left.has('identityCard') || left.has('principalCard') ? 'lying' : 'none'}
          slot={left.has('socialSecurityCard') ? 'leaving' : 'none'}
          paper={left.has('certificate') ? 'taking' : null}
          receipt={left.has('receipt') ? 'taking' : null}
        />
      }
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {take.done}
        </Button>
      }
    >
      <ul className="things" aria-live="polite">
        {belongings.map((belonging) => (
          <Thing key={belonging.kind} belonging={belonging} />
        ))}
      </ul>
    </Stage>
  );
}
