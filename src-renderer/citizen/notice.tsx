import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './notice.css';

function NoticeLine({ name, lines }: { readonly name: string; readonly lines: readonly string[] }) {
  return (
    <div className="notice-line">
      <Icon name="tick" />
      <dt>{name}</dt>
      <dd>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </dd>
    </div>
  );
}

export function Notice({ screen }: ScreenProps<'notice'>) {
  const { words, say, act } = useTerminal();
  const [more, setMore] = useState(false);
  const { notice, item } = screen;
  return (
    <Stage
      title={say(item.name)}
      explain={words.notice.explain}
      action={
        <>
          {notice.more.length > 0 && (
            <Button icon="more" onPress={() => setMore(true)}>
              {words.notice.more}
            </Button>
          )}
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {words.notice.start}
          </Button>
        </>
      }
    >
      <dl className="notice-lines">
        <NoticeLine name={words.notice.who} lines={[say(notice.who)]} />
        <NoticeLine name={words.notice.need} lines={notice.need.map(say)} />
        <NoticeLine name={words.notice.get} lines={[say(notice.get)]} />
        <NoticeLine name={words.notice.duration} lines={[say(notice.duration)]} />
        <NoticeLine name={words.notice.cost} lines={[say(notice.cost)]} />
      </dl>
      {more && (
        <Dialog
          title={words.notice.more}
          actions={
            <Button look="main" onPress={() => setMore(false)}>
              {words.actions.close}
            </Button>
          }
        >
          <ul className="notice-more">
            {notice.more.map((line) => (
              <li key={line.zh}>{say(line)}</li>
            ))}
          </ul>
        </Dialog>
      )}
    </Stage>
  );
}
