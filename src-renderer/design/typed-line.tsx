import { useTerminal } from '../terminal-context.ts';
import './typed-line.css';

interface TypedLineProps {
  readonly value: string;
  /** Characters typed so far, said to a screen reader in place of what they are. */
  readonly count: number;
}

/** What is being typed, large, with the place of the next character. */
export function TypedLine({ value, count }: TypedLineProps) {
  const { words } = useTerminal();
  return (
    <p className="typed-line" role="status" aria-label={words.field.typed(count)}>
      {value === '' ? <span className="typed-empty">{words.field.empty}</span> : <span>{value}</span>}
      <span className="typed-caret" aria-hidden="true" />
    </p>
  );
}
