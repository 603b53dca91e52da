import { useState } from 'react';
import { ItemCard } from '../design/item-card.tsx';
import { Pager } from '../design/pager.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './category.css';

/** No screen asks for a choice among more than six. */
const PER_PAGE = 6;

export function Category({ screen }: ScreenProps<'category'>) {
  const { words, say } = useTerminal();
  const [page, setPage] = useState(0);
  const { items } = screen;
  const pages = Math.max(1, Math.ceil(items.length / PER_PAGE));
  return (
    <Stage
      title={say(screen.category.name)}
      explain={items.length === 0 ? words.category.empty : words.category.explain(items.length)}
      action={pages > 1 && <Pager page={page} pages={pages} onPage={setPage} />}
    >
      {items.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((item) => (
        <ItemCard key={item.code} item={item} />
      ))}
    </Stage>
  );
}
