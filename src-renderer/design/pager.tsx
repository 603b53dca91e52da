import { useTerminal } from '../terminal-context.ts';
import { Button } from './button.tsx';
import './pager.css';

interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

/** Leafs through what does not fit on one screen: nothing here is scrolled. */
export function Pager({ page, pages, onPage }: PagerProps) {
  const { words } = useTerminal();
  return (
    <div className="pager">
      <Button icon="back" disabled={page === 0} onPress={() => onPage(page - 1)}>
        {words.actions.previousPage}
      </Button>
      <p role="status">{words.field.page(page + 1, pages)}</p>
      <Button icon="forward" disabled={page === pages - 1} onPress={() => onPage(page + 1)}>
        {words.actions.nextPage}
      </Button>
    </div>
  );
}
