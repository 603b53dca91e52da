import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { usePress } from './press.ts';
import './choice.css';

interface ChoiceProps {
  /** One of several, or any number of several. */
  readonly kind: 'radio' | 'checkbox';
  readonly selected: boolean;
  readonly title: string;
  readonly detail?: string;
  /** What it costs, at the far edge. */
  readonly amount?: string;
  readonly onPress: () => void;
}

/** A choice as a large card; the mark and a tick tell what is chosen, not the colour alone. */
export function Choice({ kind, selected, title, detail, amount, onPress }: ChoiceProps) {
  const press = usePress(onPress);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a checked state
    <button type="button" role={kind} aria-checked={selected} className="choice" {...press}>
      <span className={`choice-mark ${kind}`}>{selected && <Icon name="tick" />}</span>
      <span className="choice-words">
        <span className="choice-title">{title}</span>
        {detail !== undefined && <span className="choice-detail extra">{detail}</span>}
      </span>
      {amount !== undefined && <strong className="choice-amount">{amount}</strong>}
    </button>
  );
}

interface ChoiceGroupProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function ChoiceGroup({ title, children }: ChoiceGroupProps) {
  return (
    <fieldset className="choice-group">
      <legend>{title}</legend>
      <div className="choices">{children}</div>
    </fieldset>
  );
}
