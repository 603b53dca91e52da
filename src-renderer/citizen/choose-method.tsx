import type { VerifyMethod } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Icon, type IconName } from '../design/icons.tsx';
import { usePress } from '../design/press.ts';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import '../design/methods.css';

const icons: Record<VerifyMethod, IconName> = { sms: 'phone', staff: 'person', face: 'face' };

function Way({ method }: { readonly method: VerifyMethod }) {
  const { words, act } = useTerminal();
  const { name, how } = words.chooseMethod.methods[method];
  const press = usePress(() => act({ type: 'chooseMethod', method }));
  return (
    <button type="button" className="method" {...press}>
      <span className="method-icon">
        <Icon name={icons[method]} />
      </span>
      <span className="method-words">
        {name}
        <span className="method-how">{how}</span>
      </span>
      <Icon name="forward" />
    </button>
  );
}

export function ChooseMethod({ screen }: ScreenProps<'chooseMethod'>) {
  const { chooseMethod } = useTerminal().words;
  return (
    <Stage title={chooseMethod.title} explain={chooseMethod.explain}>
      {screen.problem !== null && <Banner tone="warning">{chooseMethod.problems[screen.problem]}</Banner>}
      <div className="methods">
        {screen.methods.map((method) => (
          <Way key={method} method={method} />
        ))}
      </div>
    </Stage>
  );
}
