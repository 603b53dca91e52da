import { Done } from '../design/drawings.tsx';
import { Stage } from '../design/stage.tsx';
import { useTerminal } from '../terminal-context.ts';

/** Nothing of the person is left, the picture included. */
export function Farewell() {
  const { words } = useTerminal();
  const { title, explain } = words.farewell;
  return <Stage title={title} explain={explain} picture={<Done label={title} />} />;
}
