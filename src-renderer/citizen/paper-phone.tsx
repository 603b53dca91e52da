import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { QrCode } from '../design/qr-code.tsx';
import { Stage } from '../design/stage.tsx';
import { useNow } from '../design/use-now.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './paper-phone.css';

/** A code for the phone that photographs one paper. */
export function PaperPhone({ screen }: ScreenProps<'paperPhone'>) {
  const { words, say, act, clock } = useTerminal();
  const now = useNow(clock);
  const { paperPhone } = words;
  const { link, expiresAt, pages, state } = screen;
  const seconds = expiresAt === null ? null : Math.max(0, Math.ceil((expiresAt - now) / 1_000));
  const over = state === 'expired' || state === 'unreachable';
  return (
    <Stage
      title={paperPhone.titles[state]}
      explain={paperPhone.explains[state]}
      action={
        over && (
          <Button look="main" onPress={() => act({ type: 'retry' })}>
            {paperPhone.retry}
          </Button>
        )
      }
    >
      <div className="paper-phone">
        <h2>{say(screen.material)}</h2>
        {link !== null && <QrCode text={link} label={paperPhone.picture} />}
        {seconds !== null && <p role="timer">{paperPhone.minutes(seconds)}</p>}
        {pages > 0 && <Banner tone="info">{paperPhone.pages(pages)}</Banner>}
      </div>
    </Stage>
  );
}
