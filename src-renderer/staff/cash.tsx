import { useState } from 'react';
import { formatYuan } from '../../src-shared/money.ts';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Key, Keypad } from '../design/keypad.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './staff.css';
import './cash.css';

type Cash = ScreenOf<'staffCash'>;
type Place = Cash['places'][number];
interface Counting {
  readonly place: Place;
  readonly as: 'count' | 'exchange';
}

const signed = (fen: number) => `${fen < 0 ? '−' : fen > 0 ? '+' : ''}${formatYuan(Math.abs(fen))}`;

/** The cash of this machine: what the ledger has where, counting, claims to pay out, cases to close. */
export function StaffCash({ screen }: ScreenProps<'staffCash'>) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [counting, setCounting] = useState<Counting | null>(null);
  const [paying, setPaying] = useState(false);
  return (
    <Stage tone="staff" title={cash.title} leaveWord={words.staff.leave}>
      {screen.problem !== null && <Banner tone="danger">{cash.problems[screen.problem]}</Banner>}
      {screen.counted !== null && <Counted counted={screen.counted} />}
      <section className="staff-part">
        <h2>{cash.places}</h2>
        <div className="cash-places">
          {screen.places.map((place) => (
            <article key={place.place} className="job">
              <header className="job-head">
                <h3>{cash.kinds[place.kind]}</h3>
                <strong className="cash-total">{formatYuan(place.total)}</strong>
              </header>
              <p className="cash-items">
                {place.items.length === 0
                  ? cash.empty
                  : place.items.map(({ value, count }) => `¥${value / 100}\u00a0×\u00a0${count}`).join('　')}
              </p>
              <div className="job-acts">
                <Button onPress={() => setCounting({ place, as: 'count' })}>{cash.count}</Button>
                <Button onPress={() => setCounting({ place, as: 'exchange' })}>{cash.exchange}</Button>
              </div>
            </article>
          ))}
        </div>
        <p className="cash-suspense">
          {cash.suspense} <strong>{signed(screen.suspense)}</strong>
        </p>
      </section>
      <section className="staff-part">
        <header className="devices-head">
          <h2>
            {cash.claims} <span className="staff-count">{screen.claims.length}</span>
          </h2>
          <Button disabled={screen.claims.length === 0} onPress={() => setPaying(true)}>
            {cash.settle}
          </Button>
        </header>
        <ul className="cash-list">
          {screen.claims.map(({ trace, amount }) => (
            <li key={trace}>
              <span>
                {words.staff.trace} {trace}
              </span>
              <strong>{formatYuan(amount)}</strong>
            </li>
          ))}
        </ul>
      </section>
      <section className="staff-part">
        <h2>
          {cash.cases} <span className="staff-count">{screen.cases.length}</span>
        </h2>
        {screen.cases.length === 0 && <Banner tone="success">{cash.noCases}</Banner>}
        {screen.cases.map((open) => (
          <article key={open.id} className="job">
            <header className="job-head">
              <h3>{open.trace === null ? cash.noTrace : `${words.staff.trace} ${open.trace}`}</h3>
              <strong className="cash-total">{formatYuan(open.amount)}</strong>
            </header>
            <ol className="job-evidence">
              {open.evidence.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of a record, in its order; two may be alike
                <li key={index}>{line}</li>
              ))}
            </ol>
            <div className="job-acts">
              {(['foundInMachine', 'givenToCitizen', 'nothingFound'] as const).map((finding) => (
                <Button
                  key={finding}
                  onPress={() => act({ type: 'staffCloseCase', caseId: open.id, finding })}
                >
                  {cash.findings[finding]}
                </Button>
              ))}
            </div>
          </article>
        ))}
      </section>
      {counting !== null && (
        <CountDialog screen={screen} counting={counting} onClose={() => setCounting(null)} />
      )}
      {paying && <ClaimDialog onClose={() => setPaying(false)} />}
    </Stage>
  );
}

function Counted({ counted }: { readonly counted: NonNullable<Cash['counted']> }) {
  const { cash } = useTerminal().words.staff;
  const { as, ledger, total, difference, slip } = counted;
  const agrees = difference === 0;
  return (
    <Banner tone={as === 'exchange' || agrees ? 'success' : 'warning'}>
      {[
        as === 'exchange'
          ? cash.exchanged(signed(difference), formatYuan(total))
          : agrees
            ? cash.agrees(formatYuan(total))
            : cash.differs(formatYuan(ledger), formatYuan(total), signed(difference)),
        slip ? cash.slip : cash.noSlip,
      ].join(' ')}
    </Banner>
  );
}

/** Counted blind: what the ledger has is not shown while somebody counts. */
function CountDialog({
  screen,
  counting: { place, as },
  onClose,
}: {
  readonly screen: Cash;
  readonly counting: Counting;
  readonly onClose: () => void;
}) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [counts, setCounts] = useState<Readonly<Record<number, string>>>({});
  const [at, setAt] = useState<number | 'pin'>(screen.values[0] ?? 0);
  const [pin, setPin] = useState('');
  const total = screen.values.reduce((sum, value) => sum + value * Number(counts[value] || 0), 0);
  const send = () => {
    const items = screen.values.map((value) => ({ value, count: Number(counts[value] || 0) }));
    const secondPin = screen.twoPersons ? pin : null;
    act({ type: 'staffCount', place: place.place, as, items, secondPin });
    onClose();
  };
  return (
    <Dialog
      title={`${as === 'count' ? cash.count : cash.exchange}　${cash.kinds[place.kind]}`}
      actions={
        <>
          <Button look="main" disabled={screen.twoPersons && pin.length < 6} onPress={send}>
            {cash.book(formatYuan(total))}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
    >
      <p>{as === 'count' ? cash.countEffect : cash.exchangeEffect}</p>
      <div className="cash-counts">
        {screen.values.map((value) => (
          <button
            key={value}
            type="button"
            className="cash-value"
            aria-pressed={at === value}
            onClick={() => setAt(value)}
          >
            <span>¥{value / 100}</span>
            <strong>{counts[value] || '0'}</strong>
          </button>
        ))}
      </div>
      {screen.twoPersons && (
        <button type="button" className="cash-value" aria-pressed={at === 'pin'} onClick={() => setAt('pin')}>
          <span>{cash.secondPin}</span>
          <strong>{'●'.repeat(pin.length)}</strong>
        </button>
      )}
      <Keypad
        value={at === 'pin' ? pin : (counts[at] ?? '')}
        length={at === 'pin' ? 12 : 4}
        words={words.verify}
        onChange={(value) => (at === 'pin' ? setPin(value) : setCounts({ ...counts, [at]: value }))}
      />
    </Dialog>
  );
}

/** Crockford's alphabet, as on the slip. */
const codeKeys = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const codeLength = 8;

function ClaimDialog({ onClose }: { readonly onClose: () => void }) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [code, setCode] = useState('');
  const send = () => {
    act({ type: 'staffSettleClaim', code: `${code.slice(0, 4)}-${code.slice(4)}` });
    onClose();
  };
  return (
    <Dialog
      title={cash.settle}
      actions={
        <>
          <Button look="main" disabled={code.length < codeLength} onPress={send}>
            {cash.paidOut}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
    >
      <p>{cash.settleEffect}</p>
      <CodeBoxes value={code} length={codeLength} label={cash.code} />
      <div className="cash-keys">
        {codeKeys.map((key) => (
          <Key
            key={key}
            face={key}
            label={key}
            onPress={() => code.length < codeLength && setCode(code + key)}
          />
        ))}
      </div>
      <Button icon="erase" onPress={() => setCode(code.slice(0, -1))}>
        {words.verify.erase}
      </Button>
    </Dialog>
  );
}
