import { Icon } from '../design/icons.tsx';
import { Machine } from '../design/machine.tsx';
import { usePress } from '../design/press.ts';
import { Notices } from '../design/stage.tsx';
import { TopBar } from '../design/top-bar.tsx';
import { useNow } from '../design/use-now.ts';
import { formatDate, formatTime, formatWeekday } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './attract.css';

/** From ten in the evening to six in the morning the screen is a dim light in a dark room. */
function isNight(now: number): boolean {
  const hour = Number(formatTime(now).slice(0, 2));
  return hour >= 22 || hour < 6;
}

/** Stands while the terminal starts too, with other words: what was drawn meanwhile stays, and can be touched. */
export function Attract({ screen }: ScreenProps<'attract' | 'starting'>) {
  const { words, language, clock, act } = useTerminal();
  const now = useNow(clock);
  const press = usePress(() => act({ type: 'start' }));
  const { attract, starting } = words;
  const open = screen.kind === 'attract';
  return (
    <div className={`attract ${isNight(now) ? 'night' : ''}`} data-screen={screen.kind}>
      <TopBar />
      <Notices />
      <main className="attract-body">
        <p className="attract-when">
          <time className="attract-time">{formatTime(now)}</time>
          <span className="attract-date">
            {formatDate(now, language)}{' '}
            <span className="attract-weekday">{formatWeekday(now, language)}</span>
          </span>
        </p>
        <div className="attract-picture">
          <Machine label={words.identify.picture} card="coming" />
        </div>
        <ol className="attract-words">
          {attract.words.map((word, index) => (
            <li key={word}>
              <span className="attract-number" aria-hidden="true">
                {index + 1}
              </span>
              {word}
            </li>
          ))}
        </ol>
        <div className="attract-call">
          <h1>{open ? attract.start : starting.title}</h1>
          {open ? (
            <p lang={language === 'zh' ? 'en' : 'zh-CN'}>{attract.other}</p>
          ) : (
            <p>{starting.explain}</p>
          )}
        </div>
        {open && screen.limitations.length > 0 && (
          <ul className="attract-limits">
            {screen.limitations.map((limitation) => (
              <li key={limitation}>
                <Icon name="warning" />
                {words.limitations[limitation]}
              </li>
            ))}
          </ul>
        )}
        {/* All of it is one button, laid over the words so that they stay words. */}
        {open && <button type="button" className="attract-start" aria-label={attract.start} {...press} />}
      </main>
    </div>
  );
}
