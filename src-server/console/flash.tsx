import { type ReactNode, useRef } from 'react';

interface FlashProps {
  /** Tints once when it changes. */
  readonly value: string | number | boolean | null;
  readonly children: ReactNode;
}

/** A live value. The first one is no change. */
export function Flash({ value, children }: FlashProps) {
  const held = useRef({ value, changes: 0 });
  if (held.current.value !== value) held.current = { value, changes: held.current.changes + 1 };
  const { changes } = held.current;
  return (
    <span key={changes} className={changes === 0 ? 'value' : 'value changed'}>
      {children}
    </span>
  );
}
