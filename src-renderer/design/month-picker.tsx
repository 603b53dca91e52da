import { useState } from 'react';
import { useTerminal } from '../terminal-context.ts';
import { Button } from './button.tsx';
import { Key } from './keypad.tsx';
import './month-picker.css';

interface MonthPickerProps {
  /** `YYYY-MM`, both included. */
  readonly earliest: string;
  readonly latest: string;
  readonly value: string | null;
  readonly onChange: (month: string) => void;
}

/** A year to leaf through, and its twelve months. */
export function MonthPicker({ earliest, latest, value, onChange }: MonthPickerProps) {
  const { words } = useTerminal();
  const [year, setYear] = useState(Number((value ?? latest).slice(0, 4)));
  const month = (number: number) => {
    const name = `${year}-${String(number).padStart(2, '0')}`;
    return (
      <div key={number} className={`month ${name === value ? 'chosen' : ''}`}>
        <Key
          face={words.field.month(number)}
          label={name}
          disabled={name < earliest || name > latest}
          onPress={() => onChange(name)}
        />
      </div>
    );
  };
  return (
    <div className="month-picker">
      <div className="month-year">
        <Button
          icon="back"
          disabled={year <= Number(earliest.slice(0, 4))}
          rapid
          onPress={() => setYear(year - 1)}
        >
          {words.field.previousYear}
        </Button>
        <strong role="status">{words.field.year(String(year))}</strong>
        <Button
          icon="forward"
          disabled={year >= Number(latest.slice(0, 4))}
          rapid
          onPress={() => setYear(year + 1)}
        >
          {words.field.nextYear}
        </Button>
      </div>
      <div className="months">{Array.from({ length: 12 }, (_, index) => month(index + 1))}</div>
    </div>
  );
}
