import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { formatMonth, groupDigits } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './confirm.css';

/** One line of what is confirmed. */
export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="confirm-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Confirm({ screen }: ScreenProps<'confirm'>) {
  const { words, language, say, act } = useTerminal();
  const { confirm } = words;
  return (
    <Stage
      title={confirm.title}
      explain={confirm.explain(screen.ordinal, screen.limit)}
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {confirm.print}
        </Button>
      }
    >
      <dl className="confirm-rows">
        <Row name={confirm.item}>{say(screen.item.name)}</Row>
        {screen.companyName !== null && <Row name={confirm.company}>{screen.companyName}</Row>}
        {screen.holderMasked !== null && (
          <Row name={confirm.name}>
            {screen.holderMasked}
            {screen.agentMasked !== null && (
              <span className="confirm-agent">
                {words.principal.agent} {screen.agentMasked}
              </span>
            )}
          </Row>
        )}
        {screen.idNumberMasked !== null && (
          <Row name={confirm.idNumber}>
            <span className="confirm-code">{groupDigits(screen.idNumberMasked)}</span>
          </Row>
        )}
        {screen.period !== null && (
          <Row name={confirm.period}>
            {words.parameters.range(
              formatMonth(screen.period.from, language),
              formatMonth(screen.period.to, language),
            )}
          </Row>
        )}
        {screen.rows.map((row) => (
          <Row key={row.label.en} name={say(row.label)}>
            {say(row.value)}
          </Row>
        ))}
        <Row name={confirm.pages}>{confirm.pageCount(screen.pages)}</Row>
        <Row name={confirm.receipt}>{screen.receipt ? confirm.withReceipt : confirm.withoutReceipt}</Row>
      </dl>
    </Stage>
  );
}
