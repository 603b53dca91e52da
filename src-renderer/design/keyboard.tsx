import { Icon } from './icons.tsx';
import { Key } from './keypad.tsx';
import './keyboard.css';

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

interface KeyboardProps {
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
  readonly words: {
    readonly erase: string;
    readonly clear: string;
    readonly space: string;
    readonly close: string;
  };
  /** Absent where it stays as long as the screen, and takes no spaces: a code is typed. */
  readonly onClose?: () => void;
}

/** Letters and digits: pinyin, its initials, or English words. The terminal understands all three. */
export function Keyboard({ value, maxLength, onChange, words, onClose }: KeyboardProps) {
  const add = (letter: string) => value.length < maxLength && onChange(value + letter);
  const key = (letter: string) => (
    <Key key={letter} face={letter.toUpperCase()} label={letter} onPress={() => add(letter)} />
  );
  return (
    <div className="keyboard">
      {rows.map((row) => (
        <div className="keyboard-row" key={row}>
          {[...row].map(key)}
          {row === 'zxcvbnm' && (
            <Key
              face={<Icon name="erase" />}
              label={words.erase}
              look="word"
              onPress={() => onChange(value.slice(0, -1))}
            />
          )}
        </div>
      ))}
      <div className="keyboard-row words">
        <Key face={words.clear} label={words.clear} look="word" onPress={() => onChange('')} />
        {onClose !== undefined && (
          <>
            <Key
              face={words.space}
              label={words.space}
              look="word"
              onPress={() => value !== '' && add(' ')}
            />
            <Key face={words.close} label={words.close} look="word" onPress={onClose} />
          </>
        )}
      </div>
    </div>
  );
}
