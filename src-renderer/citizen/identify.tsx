import type { IdentityDocument, ScreenOf } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Icon, type IconName } from '../design/icons.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './identify.css';

type WayView = ScreenOf<'identify'>['ways'][number];

const icons: Record<IdentityDocument, IconName> = {
  identityCard: 'identityCard',
  electronicCode: 'code',
  socialSecurityCard: 'socialSecurityCard',
};
const look = { waiting: 'coming', reading: 'reading', unavailable: 'broken' } as const;

/** What the hands may do, where several things will do. */
function Way({ way }: { readonly way: WayView }) {
  const { identify } = useTerminal().words;
  const { name, how } = identify.ways[way.document];
  return (
    <li className={`way ${way.state}`}>
      <span className="way-icon">
        <Icon name={icons[way.document]} />
      </span>
      <span className="way-name">
        {name}
        <span className="way-how">{way.state === 'unavailable' ? identify.unavailable : how}</span>
      </span>
    </li>
  );
}

export function Identify({ screen }: ScreenProps<'identify'>) {
  const { identify } = useTerminal().words;
  const { ways, problem } = screen;
  const reading = ways.find(({ state }) => state === 'reading');
  const only = ways.length === 1 ? ways[0] : undefined;
  const usable = ways.filter(({ state }) => state !== 'unavailable');
  const { title, why } =
    reading !== undefined
      ? identify.reading[reading.document]
      : usable.length === 0
        ? identify.closed
        : screen.whose === 'principal'
          ? identify.principal
          : only !== undefined
            ? identify.waiting[only.document]
            : identify.any;
  const shown = (document: IdentityDocument) => {
    const way = ways.find((one) => one.document === document);
    if (way === undefined || (reading !== undefined && reading !== way)) return 'none';
    // Where another way is open, a broken one is told beside its name.
    return way.state === 'unavailable' && only === undefined ? 'none' : look[way.state];
  };
  return (
    <Stage
      title={title}
      explain={why}
      picture={
        <Machine
          label={identify.picture}
          card={shown('identityCard')}
          scanner={shown('electronicCode')}
          slot={shown('socialSecurityCard')}
        />
      }
      action={problem !== null && <Banner tone="warning">{identify.problems[problem]}</Banner>}
    >
      {only === undefined && (
        <ul className="ways">
          {ways.map((way) => (
            <Way key={way.document} way={way} />
          ))}
        </ul>
      )}
    </Stage>
  );
}
