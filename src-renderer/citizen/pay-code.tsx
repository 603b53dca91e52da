import { formatYuan } from '../../src-shared/money.ts';
import { Amounts } from '../design/amounts.tsx';
import { Button } from '../design/button.tsx';
import { QrCode } from '../design/qr-code.tsx';
import { Stage } from '../design/stage.tsx';
import { useNow } from '../design/use-now.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './pay-code.css';

/** A code for the phone, the amount, and how long it holds. */
export function PayCode({ screen }: ScreenProps<'payCode'>) {
  const { words, act, clock } = useTerminal();
  const now = useNow(clock);
  const { payCode } = words;
  const { code, expiresAt, state } = screen;
  const seconds = expiresAt === null ? null : Math.max(0, Math.ceil((expiresAt - now) / 1_000));
  const shown = code !== null && state !== 'booking' && state !== 'closing';
  return (
    <Stage
      title={payCode.titles[state]}
      explain={payCode.explains[state]}
      action={shown && <Button onPress={() => act({ type: 'cancelPayment' })}>{payCode.cancel}</Button>}
    >
      <div className="pay-code">
        {shown && <QrCode text={code} label={payCode.picture} />}
        {shown && seconds !== null && <p role="timer">{payCode.seconds(seconds)}</p>}
        {shown && <p className="pay-code-specimen">{payCode.specimen}</p>}
      </div>
      <Amounts
        rows={[
          ...(screen.taken > 0 ? [{ name: payCode.taken, amount: screen.taken }] : []),
          { name: payCode.amount, amount: screen.amount, strong: true },
        ]}
      />
      <p className="visually-hidden" role="status">
        {formatYuan(screen.amount)}
      </p>
    </Stage>
  );
}
