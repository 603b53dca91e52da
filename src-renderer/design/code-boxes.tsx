import './code-boxes.css';

interface CodeBoxesProps {
  readonly value: string;
  readonly length: number;
  /** How many digits are in, said to a screen reader instead of the digits. */
  readonly label: string;
  /** Shows that a digit is in, not which. */
  readonly hidden?: boolean;
  readonly state?: 'typing' | 'checking' | 'wrong';
}

export function CodeBoxes({ value, length, label, hidden = false, state = 'typing' }: CodeBoxesProps) {
  const positions = Array.from({ length }, (_, position) => position);
  return (
    <div className={`code-boxes ${state}`} role="status" aria-label={label}>
      {positions.map((position) => {
        const filled = state === 'checking' || position < value.length;
        const here = state !== 'checking' && position === value.length;
        return (
          <span key={position} className={`code-box ${here ? 'here' : ''}`} aria-hidden="true">
            {filled && (hidden || state === 'checking' ? '•' : value[position])}
          </span>
        );
      })}
    </div>
  );
}
