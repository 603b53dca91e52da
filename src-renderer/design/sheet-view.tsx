import { useState } from 'react';
import { cellText } from '../../src-shared/service/cell-text.ts';
import type { Sheet, SheetSection } from '../../src-shared/service/sheet.ts';
import { useTerminal } from '../terminal-context.ts';
import { Banner } from './banner.tsx';
import { Pager } from './pager.tsx';
import './sheet-view.css';

/** Lines that fit on one screen, upright and across; fewer in large type. */
const upright = 13;
const across = 8;

/** What was found: fields and tables, leafed through where they are long. */
export function SheetView({ sheet }: { readonly sheet: Sheet }) {
  const { view } = useTerminal();
  const [page, setPage] = useState(0);
  const { innerHeight = 1, innerWidth = 0 } = globalThis;
  const room = innerHeight > innerWidth ? upright : across;
  const pages = paginate(sheet.sections, view.largeText ? Math.floor(room * 0.6) : room);
  const shown = pages[Math.min(page, pages.length - 1)] ?? [];
  return (
    <>
      <div className="sheet">
        {shown.map((section, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no names and do not move
          <Section key={index} section={section} />
        ))}
      </div>
      {pages.length > 1 && <Pager page={page} pages={pages.length} onPage={setPage} />}
    </>
  );
}

function Section({ section }: { readonly section: SheetSection }) {
  const { say, language, words } = useTerminal();
  if (section.kind === 'note') return <Banner tone="info">{say(section.text)}</Banner>;
  return (
    <section className="sheet-section">
      {section.title !== undefined && <h2>{say(section.title)}</h2>}
      {section.kind === 'fields' ? (
        <dl className="sheet-rows">
          {section.rows.map((row) => (
            <div key={row.label.en} className="sheet-row">
              <dt>{say(row.label)}</dt>
              <dd className={row.strong === true ? 'strong' : ''}>{cellText(row.value, language)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <table className="sheet-table">
          <thead>
            <tr>
              {section.columns.map((column) => (
                <th key={column.label.en} className={column.align}>
                  {say(column.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {section.rows.length === 0 && (
              <tr>
                <td className="middle" colSpan={section.columns.length}>
                  {words.result.empty}
                </td>
              </tr>
            )}
            {section.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names and do not move
              <tr key={index}>
                {row.map((value, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={column} className={section.columns[column]?.align}>
                    {cellText(value, language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Sections cut into pages by their lines; a table goes on under its head. */
function paginate(sections: readonly SheetSection[], room: number): SheetSection[][] {
  const pages: SheetSection[][] = [[]];
  let left = room;
  const fresh = () => {
    if (pages.at(-1)?.length === 0) return;
    pages.push([]);
    left = room;
  };
  for (const section of sections) {
    if (section.kind === 'note') {
      if (left < 2) fresh();
      pages.at(-1)?.push(section);
      left -= 2;
      continue;
    }
    const head = (section.title === undefined ? 0 : 1) + (section.kind === 'table' ? 1 : 0);
    let from = 0;
    do {
      if (left < head + 1) fresh();
      const take = Math.max(1, left - head);
      const title = section.title === undefined ? {} : { title: section.title };
      pages
        .at(-1)
        ?.push(
          section.kind === 'table'
            ? { ...section, ...title, rows: section.rows.slice(from, from + take) }
            : { ...section, ...title, rows: section.rows.slice(from, from + take) },
        );
      left -= head + Math.min(take, section.rows.length - from);
      from += take;
    } while (from < section.rows.length);
  }
  return pages;
}
