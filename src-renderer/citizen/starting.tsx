import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { useTerminal } from '../terminal-context.ts';

export function Starting() {
  const { words } = useTerminal();
  return (
    <Stage
      title={words.starting.title}
      explain={words.starting.explain}
      picture={<Machine label={words.starting.title} />}
    />
  );
}
