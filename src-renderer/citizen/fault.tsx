import type { ReactNode } from 'react';
import type { FaultCode } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { BrokenLine, Helper } from '../design/drawings.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './fault.css';

function picture(code: FaultCode, label: string): ReactNode {
  switch (code) {
    case 'serverUnavailable':
    case 'paperNotSent':
    case 'issueOutcomeUnknown':
      return <BrokenLine label={label} />;
    case 'printerOutOfPaper':
    case 'printerUnavailable':
    case 'printFailed':
      return <Machine label={label} paper="broken" />;
    case 'printOutcomeUnknown':
      return <Machine label={label} paper={0} />;
    case 'cardTakenOut':
      return <Machine label={label} slot="broken" />;
    case 'cardReadFailed':
      return <Machine label={label} card="broken" />;
    default:
      return <Helper label={label} />;
  }
}

/** What happened, what happens to your things, what to do now: never a code without a sentence. */
export function Fault({ screen }: ScreenProps<'fault'>) {
  const { view, words, act } = useTerminal();
  const { fault, actions } = words;
  const text = fault.faults[screen.code](screen.details, view.terminal.hotline);
  const offers = new Set(screen.actions);
  const parts = [
    { name: fault.what, text: text.what },
    { name: fault.things, text: text.things },
    { name: fault.now, text: text.now },
  ];
  return (
    <Stage
      tone="fault"
      title={text.title}
      picture={picture(screen.code, text.title)}
      action={
        <>
          {offers.has('finish') && (
            <Button
              look={offers.has('retry') || offers.has('back') ? 'plain' : 'main'}
              onPress={() => act({ type: 'next' })}
            >
              {actions.finish}
            </Button>
          )}
          {offers.has('back') && (
            <Button look={offers.has('retry') ? 'plain' : 'main'} onPress={() => act({ type: 'back' })}>
              {actions.back}
            </Button>
          )}
          {offers.has('retry') && (
            <Button look="main" icon="retry" onPress={() => act({ type: 'retry' })}>
              {actions.retry}
            </Button>
          )}
        </>
      }
    >
      <dl className="fault-parts">
        {parts.map((part) => (
          <div key={part.name}>
            <dt>{part.name}</dt>
            <dd>{part.text}</dd>
          </div>
        ))}
      </dl>
      {screen.cardOnReader && <Banner tone="warning">{fault.cardOnReader}</Banner>}
      {offers.has('call') && (
        <div className="fault-call">
          <Button
            icon="call"
            disabled={view.assistanceCalledAt !== null}
            onPress={() => act({ type: 'callAssistance' })}
          >
            {actions.call}
          </Button>
        </div>
      )}
      <p className="fault-reference">
        {fault.reference} {screen.reference} · {screen.code}
      </p>
    </Stage>
  );
}
