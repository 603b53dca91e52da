import { capitalYuan, formatYuan } from '../../src-shared/money.ts';
import { Amounts } from '../design/amounts.tsx';
import { Banner } from '../design/banner.tsx';
import { Icon, type IconName } from '../design/icons.tsx';
import { usePress } from '../design/press.ts';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './choose-payment.css';
import '../design/methods.css';

interface MethodProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

function Method({ icon, title, detail, disabled, onPress }: MethodProps) {
  const press = usePress(onPress);
  return (
    <button type="button" className="method" disabled={disabled} {...press}>
      <span className="method-icon">
        <Icon name={icon} />
      </span>
      <span className="method-words">
        <strong>{title}</strong>
        <span>{detail}</span>
      </span>
    </button>
  );
}

/** What is to be paid, in figures and in capitals, and how; what is given back is said before the first note. */
export function ChoosePayment({ screen }: ScreenProps<'choosePayment'>) {
  const { words, language, say, act } = useTerminal();
  const { choosePayment } = words;
  const notes = screen.notes.map((note) => note / 100).join(language === 'zh' ? '、' : ', ');
  return (
    <Stage title={choosePayment.title} explain={choosePayment.explain}>
      <ul className="payment-lines">
        {screen.lines.map((line) => (
          <li key={`${line.nameMasked} ${say(line.title)} ${line.period}`}>
            <span>
              {line.nameMasked}　{say(line.title)}
              <small>{say(line.label)}</small>
            </span>
            <strong>{formatYuan(line.amount)}</strong>
          </li>
        ))}
      </ul>
      <Amounts
        rows={[
          {
            name: choosePayment.due,
            amount: screen.due,
            strong: true,
            capitals: language === 'zh' ? capitalYuan(screen.due) : undefined,
          },
        ]}
      />
      <div className="methods">
        {screen.cash !== 'absent' && (
          <Method
            icon="cash"
            title={choosePayment.cash}
            detail={screen.cash === 'available' ? choosePayment.notes(notes) : choosePayment.cashUnavailable}
            disabled={screen.cash !== 'available'}
            onPress={() => act({ type: 'choosePayment', method: 'cash' })}
          />
        )}
        {screen.code && (
          <Method
            icon="code"
            title={choosePayment.code}
            detail={choosePayment.codeDetail}
            disabled={false}
            onPress={() => act({ type: 'choosePayment', method: 'code' })}
          />
        )}
      </div>
      {screen.cash === 'available' && <Banner tone="info">{choosePayment.change}</Banner>}
    </Stage>
  );
}
