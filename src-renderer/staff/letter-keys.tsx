import { EraseKey, Key } from '../design/keypad.tsx';
import { useTerminal } from '../terminal-context.ts';
import './letter-keys.css';

interface LetterKeysProps {
  /** One key each. */
  readonly letters: string;
  readonly value: string;
  readonly length: number;
  readonly onChange: (value: string) => void;
}

const columns = 7;

/** Digits and letters in their order, for a number that is read off a paper. */
export function LetterKeys({ letters, value, length, onChange }: LetterKeysProps) {
  const { verify } = useTerminal().words;
  return (
    <div className="letter-keys" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
      {[...letters].map((letter) => (
        <Key
          key={letter}
          face={letter}
          label={letter}
          onPress={() => value.length < length && onChange(value + letter)}
        />
      ))}
      <div className="letter-erase" style={{ gridColumn: `span ${columns - (letters.length % columns)}` }}>
        <EraseKey word={verify.erase} onPress={() => onChange(value.slice(0, -1))} />
      </div>
    </div>
  );
}
