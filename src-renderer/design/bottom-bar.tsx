import { useTerminal } from '../terminal-context.ts';
import { CountdownRing } from './countdown-ring.tsx';
import { Icon } from './icons.tsx';
import { usePress } from './press.ts';
import { Trail } from './trail.tsx';
import './bottom-bar.css';

function BackButton() {
  const { words, act } = useTerminal();
  const press = usePress(() => act({ type: 'back' }));
  return (
    <button type="button" className="bottom-button" {...press}>
      <Icon name="back" />
      <span>{words.actions.back}</span>
    </button>
  );
}

function LeaveButton({ word }: { readonly word: string }) {
  const { act } = useTerminal();
  const press = usePress(() => act({ type: 'leave' }));
  return (
    <button type="button" className="bottom-button" {...press}>
      <CountdownRing />
      <span>{word}</span>
    </button>
  );
}

function MachineLine() {
  const { view, words } = useTerminal();
  return (
    <p className="machine-line">
      <span>{words.bottomBar.hotline(view.terminal.hotline)}</span>
      <span className="extra">{words.bottomBar.machine(view.terminal.number)}</span>
    </p>
  );
}

export function BottomBar({ leaveWord }: { readonly leaveWord?: string | undefined }) {
  const { view, words } = useTerminal();
  return (
    <footer className="bottom-bar">
      <div className="bottom-side">{view.canGoBack && <BackButton />}</div>
      {view.trail === null ? <MachineLine /> : <Trail trail={view.trail} />}
      <div className="bottom-side">
        {view.canLeave && <LeaveButton word={leaveWord ?? words.actions.leave} />}
      </div>
    </footer>
  );
}
