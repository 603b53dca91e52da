import type { ItemSummary } from '../../src-shared/view.ts';
import { useTerminal } from '../terminal-context.ts';
import { Icon } from './icons.tsx';
import { Phrase } from './phrase.tsx';
import { usePress } from './press.ts';
import './item-card.css';

/** One service item as a choice. An item that cannot be done now says why and cannot be pressed. */
export function ItemCard({ item }: { readonly item: ItemSummary }) {
  const { words, say, act } = useTerminal();
  const press = usePress(() => act({ type: 'chooseItem', code: item.code }));
  return (
    <button type="button" className="item-card" disabled={item.unavailable !== null} {...press}>
      <span className="item-words">
        <span className="item-name phrase">
          <Phrase text={say(item.name)} />
        </span>
        {item.unavailable === null ? (
          <span className="item-summary extra">{say(item.summary)}</span>
        ) : (
          <span className="item-unavailable">
            <Icon name="warning" />
            {words.unavailable[item.unavailable]}
          </span>
        )}
      </span>
      {item.unavailable === null && <Icon name="forward" />}
    </button>
  );
}
