import { Banner } from '../design/banner.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

const cards = { waiting: 'coming', reading: 'reading', readerUnavailable: 'broken' } as const;

export function Identify({ screen }: ScreenProps<'identify'>) {
  const { words } = useTerminal();
  const { identify } = words;
  const { state, problem } = screen;
  return (
    <Stage
      title={identify[state]}
      explain={identify[`${state}Why`]}
      picture={<Machine label={identify.picture} card={cards[state]} />}
      action={problem !== null && <Banner tone="warning">{identify.problems[problem]}</Banner>}
    />
  );
}
