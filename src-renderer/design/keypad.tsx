import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { usePress } from './press.ts';
import './keypad.css';

interface KeyProps {
  readonly face: ReactNode;
  readonly label: string;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly look?: 'word';
}

export function Key({ face, label, onPress, disabled = false, look }: KeyProps) {
  const press = usePress(onPress, { rapid: true });
  return (
    <button type="button" className={`key ${look ?? ''}`} aria-label={label} disabled={disabled} {...press}>
      {face}
    </button>
  );
}

/** Takes the last one back. */
export function EraseKey({
  word,
  ...key
}: { readonly word: string } & Pick<KeyProps, 'onPress' | 'disabled'>) {
  const face = (
    <>
      <Icon name="erase" />
      {word}
    </>
  );
  return <Key face={face} label={word} look="word" {...key} />;
}

interface KeypadProps {
  readonly value: string;
  readonly length: number;
  readonly onChange: (value: string) => void;
  readonly words: { readonly erase: string; readonly clear: string };
  readonly disabled?: boolean;
  /** A twelfth key in the place of "clear": the X of an identity number, the point of an amount. */
  readonly extra?: string;
}

/** Ten digits in a telephone's order, which hands know. Digits only: never for the PIN of a citizen's card. */
export function Keypad({ value, length, onChange, words, disabled = false, extra }: KeypadProps) {
  const digit = (face: string) => (
    <Key
      key={face}
      face={face}
      label={face}
      disabled={disabled}
      onPress={() => value.length < length && onChange(value + face)}
    />
  );
  return (
    <div className="keypad">
      {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit)}
      {extra === undefined ? (
        <Key
          face={words.clear}
          label={words.clear}
          look="word"
          disabled={disabled}
          onPress={() => onChange('')}
        />
      ) : (
        digit(extra)
      )}
      {digit('0')}
      <EraseKey word={words.erase} disabled={disabled} onPress={() => onChange(value.slice(0, -1))} />
    </div>
  );
}
