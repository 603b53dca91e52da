import { capitalYuan, formatYuan } from '../../src-shared/money.ts';
import { Amounts } from '../design/amounts.tsx';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './payment-result.css';

const tones = {
  paid: 'success',
  waiting: 'warning',
  refunded: 'info',
  refused: 'danger',
  expired: 'warning',
  unavailable: 'danger',
  collected: 'success',
} as const;

/** How the payment ended, and where every part of the money is. */
export function PaymentResult({ screen }: ScreenProps<'paymentResult'>) {
  const { words, act, language, view } = useTerminal();
  const { paymentResult: text } = words;
  const { outcome, claim } = screen;
  const settled = outcome === 'paid' || outcome === 'waiting';
  const collected = outcome === 'collected';
  const part = collected && (claim !== null || screen.open > 0);
  const nothing = collected && screen.repaid === 0;
  const explain = nothing
    ? null
    : outcome === 'paid' && (claim !== null || screen.open > 0)
      ? text.changeOwed
      : text.explains[outcome](view.terminal.hotline);
  const capitals = language === 'zh' ? capitalYuan(screen.due) : undefined;
  const rows = [
    ...(settled ? [{ name: text.due, amount: screen.due, strong: true, capitals }] : []),
    ...(screen.cash > 0 ? [{ name: settled ? text.cash : text.inserted, amount: screen.cash }] : []),
    ...(screen.code > 0 && settled ? [{ name: text.code, amount: screen.code }] : []),
    ...(screen.repaid > 0
      ? [
          {
            name: settled ? text.change : collected ? text.collected : text.returned,
            amount: screen.repaid,
            strong: !settled,
          },
        ]
      : []),
  ];
  return (
    <Stage
      title={nothing ? text.nothing : text.titles[outcome]}
      explain={explain}
      action={
        <>
          <Button look={screen.canRetry ? 'plain' : 'main'} onPress={() => act({ type: 'next' })}>
            {claim !== null ? text.claimDone : settled ? words.actions.next : words.actions.finish}
          </Button>
          {screen.canRetry && (
            <Button look="main" icon="retry" onPress={() => act({ type: 'retry' })}>
              {text.again}
            </Button>
          )}
        </>
      }
    >
      <Banner tone={part ? 'warning' : tones[outcome]}>{part ? text.notAll : text.states[outcome]}</Banner>
      {rows.length > 0 && <Amounts rows={rows} />}
      {screen.receiptNumber !== null && (
        <p className="payment-receipt">
          {text.receipt} <strong>{screen.receiptNumber}</strong>
        </p>
      )}
      {screen.open > 0 && (
        <Banner tone="warning">{text.open(formatYuan(screen.open), screen.reference)}</Banner>
      )}
      {claim !== null && (
        <section className="claim">
          <h2>{(collected ? text.claimHere : text.claimTitle)(formatYuan(claim.amount))}</h2>
          <p className="claim-code">{claim.code}</p>
          <p>{claim.slip ? text.claimSlip : text.claimWrite}</p>
        </section>
      )}
      <p className="payment-reference">
        {words.fault.reference} {screen.reference}
      </p>
    </Stage>
  );
}
