import { useState } from 'react';
import { formatYuan } from '../../src-shared/money.ts';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Stage } from '../design/stage.tsx';
import { formatTime } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { ConfirmDialog } from './cash-confirm.tsx';
import { CountDialog, type Counting } from './cash-count.tsx';
import { CashDays } from './cash-day.tsx';
import { Differences, signed } from './cash-difference.tsx';
import { CashUnit } from './cash-unit.tsx';
import { LetterKeys } from './letter-keys.tsx';
import './staff.css';
import './cash.css';

type Cash = ScreenOf<'staffCash'>;

/** The cash of this machine: what the ledger has where, counting, claims to pay out, cases to close. */
export function StaffCash({ screen }: ScreenProps<'staffCash'>) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [counting, setCounting] = useState<Counting | null>(null);
  const [paying, setPaying] = useState(false);
  const [exchanging, setExchanging] = useState(false);
  const { exchange } = screen;
  return (
    <Stage tone="staff" title={cash.title} leaveWord={words.staff.leave}>
      {screen.problem !== null && <Banner tone="danger">{cash.problems[screen.problem]}</Banner>}
      {screen.counted !== null && <Counted counted={screen.counted} />}
      {screen.dayPrinted && <Banner tone="success">{cash.slip}</Banner>}
      {screen.exchanged !== null && <Exchanged exchanged={screen.exchanged} />}
      {exchange !== null && (
        <Banner tone="warning">{cash.exchangeOpen(formatTime(Date.parse(exchange.startedAt)))}</Banner>
      )}
      <section className="staff-part">
        <header className="devices-head">
          <h2>{cash.places}</h2>
          <Button onPress={() => setExchanging(true)}>
            {exchange === null ? cash.exchange : cash.complete}
          </Button>
        </header>
        <div className="cash-places">
          {screen.places.map((unit) => (
            <CashUnit
              key={unit.place}
              unit={unit}
              entered={exchange?.entered.find(({ place }) => place === unit.place)?.total ?? null}
              onCount={() => setCounting({ place: unit.place, as: 'count' })}
              onEnter={exchange === null ? null : () => setCounting({ place: unit.place, as: 'enter' })}
            />
          ))}
        </div>
      </section>
      <Differences screen={screen} />
      <CashDays screen={screen} />
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
      {exchanging && (
        <ConfirmDialog
          title={exchange === null ? cash.exchange : cash.complete}
          effect={exchange === null ? cash.exchangeEffect : cash.completeEffect}
          yes={exchange === null ? cash.startExchange : cash.complete}
          twoPersons={screen.twoPersons}
          onYes={(secondPin) =>
            act({ type: exchange === null ? 'staffStartExchange' : 'staffCompleteExchange', secondPin })
          }
          onClose={() => setExchanging(false)}
        />
      )}
      {paying && <ClaimDialog onClose={() => setPaying(false)} />}
    </Stage>
  );
}

function Counted({ counted }: { readonly counted: NonNullable<Cash['counted']> }) {
  const { cash } = useTerminal().words.staff;
  const { ledger, total, difference, slip } = counted;
  const agrees = difference === 0;
  return (
    <Banner tone={agrees ? 'success' : 'warning'}>
      {[
        agrees
          ? cash.agrees(formatYuan(total))
          : cash.differs(formatYuan(ledger), formatYuan(total), signed(difference)),
        slip ? cash.slip : cash.noSlip,
      ].join(' ')}
    </Banner>
  );
}

function Exchanged({ exchanged }: { readonly exchanged: NonNullable<Cash['exchanged']> }) {
  const { cash } = useTerminal().words.staff;
  const { change, total, slip } = exchanged;
  return (
    <Banner tone="success">
      {[cash.exchanged(signed(change), formatYuan(total)), slip ? cash.slip : cash.noSlip].join(' ')}
    </Banner>
  );
}

/** Crockford's alphabet, as on the slip. */
const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
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
      keys={<LetterKeys letters={codeLetters} value={code} length={codeLength} onChange={setCode} />}
    >
      <p>{cash.settleEffect}</p>
      <CodeBoxes value={code} length={codeLength} label={cash.code} />
    </Dialog>
  );
}
