import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { usePress } from './press.ts';
import './button.css';

interface ButtonProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly icon?: IconName;
  /** `main`: the one thing to do. `plain`: another choice. `quiet`: without a ground. `danger`: cannot be undone. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly disabled?: boolean;
  readonly rapid?: boolean;
  readonly label?: string;
}

export function Button(props: ButtonProps) {
  const { onPress, children, icon, look = 'plain', disabled = false, rapid = false, label } = props;
  const press = usePress(onPress, { rapid });
  return (
    <button type="button" className={`button ${look}`} disabled={disabled} aria-label={label} {...press}>
      {icon !== undefined && icon !== 'forward' && <Icon name={icon} />}
      {children}
      {icon === 'forward' && <Icon name={icon} />}
    </button>
  );
}
