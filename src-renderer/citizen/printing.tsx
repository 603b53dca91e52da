import { Icon } from '../design/icons.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './printing.css';

const stages = ['issuing', 'sending', 'printing', 'receipt'] as const;

export function Printing({ screen }: ScreenProps<'printing'>) {
  const { words } = useTerminal();
  const { printing } = words;
  const now = stages.indexOf(screen.stage);
  // The sheet in the drawing is as far out as the printer says, and a little on its way while it prints.
  const onTheWay = screen.stage === 'printing' ? 0.35 : 0;
  const paper = Math.min(1, screen.pagesDone / Math.max(1, screen.pages) + onTheWay);
  return (
    <Stage
      title={printing.titles[screen.stage]}
      explain={printing.explain(screen.usualSeconds)}
      picture={
        <Machine
          label={printing.picture}
          paper={screen.stage === 'receipt' ? 1 : paper}
          receipt={screen.stage === 'receipt' ? 0.7 : null}
        />
      }
    >
      <ol className="stages">
        {stages.map((stage, index) => {
          const state = index < now ? 'done' : index === now ? 'now' : 'later';
          return (
            <li key={stage} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="stage-mark">{state === 'done' ? <Icon name="tick" /> : index + 1}</span>
              <span className="stage-name">{printing.stages[stage]}</span>
              <span className="stage-state">
                {stage === 'printing' && state !== 'later'
                  ? printing.pages(state === 'done' ? screen.pages : screen.pagesDone, screen.pages)
                  : printing.state[state]}
              </span>
            </li>
          );
        })}
      </ol>
    </Stage>
  );
}
