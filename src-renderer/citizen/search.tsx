import { useEffect, useState } from 'react';
import type { ItemSummary } from '../../src-shared/view.ts';
import { Icon } from '../design/icons.tsx';
import { ItemCard } from '../design/item-card.tsx';
import { Keyboard } from '../design/keyboard.tsx';
import { Stage } from '../design/stage.tsx';
import { useTerminalStore } from '../store.ts';
import { useTerminal } from '../terminal-context.ts';
import './search.css';

const MAX_QUERY = 40;
/** What fits above the keyboard without scrolling. */
const SHOWN = 4;

/** The terminal's answer to the query; an answer that a later query has overtaken is dropped. */
function useFound(query: string): readonly ItemSummary[] | null {
  const { searchItems } = useTerminal();
  const [found, setFound] = useState<readonly ItemSummary[] | null>(null);
  useEffect(() => {
    let current = true;
    if (query.trim() === '') {
      setFound(null);
      return;
    }
    searchItems(query).then(
      (items) => current && setFound(items),
      // The link is lost: the screen says so by itself.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [query, searchItems]);
  return found;
}

export function Search({ query }: { readonly query: string }) {
  const { search } = useTerminal().words;
  const type = useTerminalStore((state) => state.type);
  const found = useFound(query);
  return (
    <Stage
      title={search.title}
      beside={
        <>
          <p className="query" role="status">
            <Icon name="search" />
            {query === '' ? <span className="query-empty">{search.prompt}</span> : <span>{query}</span>}
            <span className="caret" />
          </p>
          <div className="found">
            {found === null && <p className="found-none">{search.example}</p>}
            {found !== null && found.length === 0 && <p className="found-none">{search.none}</p>}
            {found?.slice(0, SHOWN).map((item) => (
              <ItemCard key={item.code} item={item} />
            ))}
          </div>
        </>
      }
    >
      <Keyboard
        value={query}
        maxLength={MAX_QUERY}
        onChange={(value) => type({ query: value })}
        words={search}
        onClose={() => type({ query: null })}
      />
    </Stage>
  );
}
