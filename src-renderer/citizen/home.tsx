import { useState } from 'react';
import type { Category } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { categoryIcon, Icon } from '../design/icons.tsx';
import { ItemCard } from '../design/item-card.tsx';
import { Pager } from '../design/pager.tsx';
import { usePress } from '../design/press.ts';
import { Stage } from '../design/stage.tsx';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { Search } from './search.tsx';
import './home.css';

/** No screen asks for a choice among more than six; lying, there is room for four and the pager. */
const upright = 6;
const across = 4;

function CategoryTile({ category }: { readonly category: Category }) {
  const { words, say, act } = useTerminal();
  const press = usePress(() => act({ type: 'chooseCategory', categoryId: category.id }));
  return (
    <button type="button" className="tile" disabled={category.count === 0} {...press}>
      <span className="tile-icon">
        <Icon name={categoryIcon(category.icon)} />
      </span>
      <span className="tile-words">
        <span className="tile-name">{say(category.name)}</span>
        <span className="tile-count extra">{words.home.count(category.count)}</span>
      </span>
    </button>
  );
}

function SearchField({ onPress }: { readonly onPress: () => void }) {
  const { words } = useTerminal();
  const press = usePress(onPress);
  return (
    <button type="button" className="search-field" {...press}>
      <Icon name="search" />
      <span>{words.home.search}</span>
      <span className="search-hint extra">{words.home.searchHint}</span>
    </button>
  );
}

export function Home({ screen }: ScreenProps<'home'>) {
  const { words } = useTerminal();
  const query = useTerminalStore((state) => state.typed.query);
  const type = useTerminalStore((state) => state.type);
  const [page, setPage] = useState(0);
  const { innerHeight = 1, innerWidth = 0 } = globalThis;
  const few = screen.categories.length <= upright;
  const perPage = few || innerHeight > innerWidth ? upright : across;
  const pages = Math.ceil(screen.categories.length / perPage);
  const shown = screen.categories.slice(page * perPage, (page + 1) * perPage);
  if (query !== null) return <Search query={query} />;
  return (
    <Stage title={words.home.title}>
      <SearchField onPress={() => type({ query: '' })} />
      {screen.limitations.map((limitation) => (
        <Banner key={limitation} tone="warning">
          {words.limitations[limitation]}
        </Banner>
      ))}
      {screen.frequent.length > 0 && (
        <section className="home-part">
          <h2>{words.home.frequent}</h2>
          <div className={`frequent count-${screen.frequent.length}`}>
            {screen.frequent.map((item) => (
              <ItemCard key={item.code} item={item} />
            ))}
          </div>
        </section>
      )}
      <section className="home-part home-categories">
        <h2>{words.home.categories}</h2>
        <div className={`tiles count-${shown.length}`}>
          {shown.map((category) => (
            <CategoryTile key={category.id} category={category} />
          ))}
        </div>
        {pages > 1 && <Pager page={page} pages={pages} onPage={setPage} />}
      </section>
    </Stage>
  );
}
