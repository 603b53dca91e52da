import { useRef } from 'react';
import { formatDate, formatTime } from '../i18n/format.ts';
import { useTerminal } from '../terminal-context.ts';
import { Emblem } from './emblem.tsx';
import { Icon, type IconName } from './icons.tsx';
import { usePress } from './press.ts';
import { useNow } from './use-now.ts';
import './top-bar.css';

/** Staff open their sign-in with five touches on the emblem within three seconds: no word leads there. */
const STAFF_TOUCHES = 5;
const STAFF_WINDOW_MS = 3_000;

interface ToolProps {
  readonly icon: IconName;
  readonly word: string;
  readonly onPress: () => void;
  readonly look?: 'call';
}

function Tool({ icon, word, onPress, look }: ToolProps) {
  const press = usePress(onPress);
  return (
    <button type="button" className={`tool ${look ?? ''}`} {...press}>
      <Icon name={icon} />
      <span>{word}</span>
    </button>
  );
}

function EmblemButton() {
  const { words, clock, act } = useTerminal();
  const touches = useRef<number[]>([]);
  const press = usePress(
    () => {
      const now = clock.now();
      touches.current = [...touches.current.filter((at) => now - at < STAFF_WINDOW_MS), now];
      if (touches.current.length < STAFF_TOUCHES) return;
      touches.current = [];
      act({ type: 'openStaff' });
    },
    { rapid: true },
  );
  return (
    <button type="button" className="emblem-button" aria-label={words.topBar.emblem} {...press}>
      <Emblem />
    </button>
  );
}

export function TopBar() {
  const { view, words, language, say, clock, act } = useTerminal();
  const now = useNow(clock);
  const { topBar } = words;
  return (
    <header className="top-bar">
      <EmblemButton />
      <div className="place">
        <p className="place-name">{say(view.terminal.place)}</p>
        <p className="place-time">
          <time className="place-clock">{formatTime(now)}</time>
          <span className="extra">{formatDate(now, language)}</span>
        </p>
      </div>
      <Tool
        icon="language"
        word={topBar.language}
        onPress={() => act({ type: 'setLanguage', language: language === 'zh' ? 'en' : 'zh' })}
      />
      <Tool
        icon="largeText"
        word={view.largeText ? topBar.standardText : topBar.largeText}
        onPress={() => act({ type: 'setLargeText', on: !view.largeText })}
      />
      <Tool
        icon="contrast"
        word={view.highContrast ? topBar.standardContrast : topBar.highContrast}
        onPress={() => act({ type: 'setHighContrast', on: !view.highContrast })}
      />
      <Tool icon="call" word={topBar.call} look="call" onPress={() => act({ type: 'callAssistance' })} />
    </header>
  );
}
