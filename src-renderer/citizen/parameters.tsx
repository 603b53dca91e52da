import type { Scheme } from '../../src-shared/certificate/participation.ts';
import { Button } from '../design/button.tsx';
import { Choice, ChoiceGroup } from '../design/choice.tsx';
import { Stage } from '../design/stage.tsx';
import { formatMonth } from '../i18n/format.ts';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './parameters.css';

export function Parameters({ screen }: ScreenProps<'parameters'>) {
  const { words, language, say, act } = useTerminal();
  const typed = useTerminalStore((state) => state.typed);
  const type = useTerminalStore((state) => state.type);
  const schemes = typed.schemes ?? screen.selectedSchemes;
  const months = typed.months ?? screen.selectedMonths;
  const { parameters } = words;
  const toggle = (scheme: Scheme) =>
    type({
      schemes: screen.schemes.filter((each) => schemes.includes(each) !== (each === scheme)),
    });
  return (
    <Stage
      title={parameters.title}
      explain={parameters.explain}
      action={
        <Button
          look="main"
          disabled={schemes.length === 0}
          onPress={() => act({ type: 'chooseParameters', schemes: [...schemes], months })}
        >
          {schemes.length === 0 ? parameters.schemeNeeded : words.actions.next}
        </Button>
      }
    >
      <p className="region">
        <span>{parameters.region}</span>
        <strong>{say(screen.region)}</strong>
      </p>
      <ChoiceGroup title={parameters.schemes}>
        {screen.schemes.map((scheme) => (
          <Choice
            key={scheme}
            kind="checkbox"
            selected={schemes.includes(scheme)}
            title={words.schemes[scheme]}
            onPress={() => toggle(scheme)}
          />
        ))}
      </ChoiceGroup>
      <ChoiceGroup title={parameters.period}>
        {screen.periods.map((period) => (
          <Choice
            key={period.months}
            kind="radio"
            selected={period.months === months}
            title={parameters.months(period.months)}
            detail={parameters.range(formatMonth(period.from, language), formatMonth(period.to, language))}
            onPress={() => type({ months: period.months })}
          />
        ))}
      </ChoiceGroup>
    </Stage>
  );
}
