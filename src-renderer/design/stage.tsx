import type { ReactNode } from 'react';
import { formatTime } from '../i18n/format.ts';
import { useTerminal } from '../terminal-context.ts';
import { BottomBar } from './bottom-bar.tsx';
import { Icon } from './icons.tsx';
import { Phrase } from './phrase.tsx';
import { TopBar } from './top-bar.tsx';
import './stage.css';

interface StageProps {
  readonly title: string;
  /** One line under the title. */
  readonly explain?: ReactNode;
  /** What the hands should do, as a drawing. */
  readonly picture?: ReactNode;
  /** What belongs right under the message in the same place, without a frame. */
  readonly beside?: ReactNode;
  /** The work area: choices, forms, previews. */
  readonly children?: ReactNode;
  /** The main action, always in the same place; another choice may stand before it. */
  readonly action?: ReactNode;
  readonly leaveWord?: string;
  readonly tone?: 'fault' | 'staff';
}

/** The places that every screen has: top bar, message, picture, work area, main action, bottom bar. */
export function Stage({ title, explain, picture, beside, children, action, leaveWord, tone }: StageProps) {
  const { view } = useTerminal();
  const shape = `${picture === undefined && beside === undefined ? '' : 'pictured'} ${children === undefined ? '' : 'worked'}`;
  return (
    <div className={`stage ${shape} ${tone ?? ''}`} data-screen={view.screen.kind}>
      <TopBar />
      <Notices />
      <main className="stage-body">
        <div className="message">
          <h1 className="phrase">
            <Phrase text={title} />
          </h1>
          {explain !== undefined && <p className="explain">{explain}</p>}
        </div>
        {picture !== undefined && (
          <div className="picture">
            <div className="picture-sheet">{picture}</div>
          </div>
        )}
        {beside !== undefined && <div className="beside">{beside}</div>}
        {children !== undefined && <div className="work">{children}</div>}
        {action !== undefined && <div className="action">{action}</div>}
      </main>
      <BottomBar leaveWord={leaveWord} />
    </div>
  );
}

/** What is true on every screen: that papers are specimens, whose matter it is, and that somebody was called. */
export function Notices() {
  const { view, words } = useTerminal();
  return (
    <>
      {view.specimen && (
        <p className="specimen">
          <Icon name="info" />
          {words.specimen.banner}
        </p>
      )}
      {view.principal !== null && (
        <p className="for-another" role="status">
          <Icon name="people" />
          {words.principal.underWay(
            view.principal.nameMasked,
            words.principal.theirs[view.principal.relation],
          )}
        </p>
      )}
      {view.assistanceCalledAt !== null && (
        <p className="called" role="status">
          <Icon name="call" />
          {words.assistance.called(formatTime(view.assistanceCalledAt))}
        </p>
      )}
    </>
  );
}
