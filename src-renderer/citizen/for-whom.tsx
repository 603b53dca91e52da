import type { ScreenOf } from '../../src-shared/view.ts';
import { Icon, type IconName } from '../design/icons.tsx';
import { usePress } from '../design/press.ts';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import '../design/methods.css';

type Option = ScreenOf<'forWhom'>['options'][number];

const icon = (whom: Option['whom']): IconName => (whom === 'another' ? 'people' : 'person');

function Whom({ option }: { readonly option: Option }) {
  const { words, act } = useTerminal();
  const { names, how, authorisation, identity, needs } = words.forWhom;
  const press = usePress(() => act({ type: 'chooseWhom', whom: option.whom }));
  return (
    <button type="button" className="method" {...press}>
      <span className="method-icon">
        <Icon name={icon(option.whom)} />
      </span>
      <span className="method-words">
        {names[option.whom]}
        <span className="method-how">
          {'identity' in option
            ? needs(authorisation[option.authorisation], identity[option.identity])
            : how[option.whom]}
        </span>
      </span>
      <Icon name="forward" />
    </button>
  );
}

/** For oneself or for another person; then, what that person is, and what each relation asks for. */
export function ForWhom({ screen }: ScreenProps<'forWhom'>) {
  const { words, say } = useTerminal();
  const { forWhom } = words;
  const { options, basis } = screen;
  return (
    <Stage
      title={basis === null ? forWhom.titles.whose : forWhom.titles.relation}
      explain={basis === null ? forWhom.explain : say(basis)}
    >
      <div className="methods">
        {options.map((option) => (
          <Whom key={option.whom} option={option} />
        ))}
      </div>
    </Stage>
  );
}
