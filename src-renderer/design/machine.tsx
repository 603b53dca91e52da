import { useTerminal } from '../terminal-context.ts';
import './drawings.css';

/**
 * The machine as it stands before the person, in line art: the lower edge of its screen, the sloping shelf
 * with the card reader at the left and the receipt mouth at the right, the paper slot in its front. The part
 * that the hands need is drawn in the main colour; all else stays grey.
 */
interface MachineProps {
  /** In words, for those who cannot see it. */
  readonly label: string;
  readonly card?: 'none' | 'coming' | 'reading' | 'lying' | 'broken';
  /** How far the paper is out of the slot, 0 to 1; null when the slot is not what matters. */
  readonly paper?: number | 'taking' | 'broken' | null;
  readonly receipt?: number | 'taking' | null;
  /** A phone before the window of the scanner. */
  readonly scanner?: 'none' | 'coming' | 'reading' | 'broken';
  /** A card with its chip on its way into the slot, or out. */
  readonly slot?: 'none' | 'coming' | 'reading' | 'leaving' | 'broken';
  /** A note on its way in, or out. */
  readonly notes?: 'coming' | 'leaving' | null;
}

function Body() {
  return (
    <g className="part">
      <path className="faint" d="M-600 748h2000" />
      <path className="face" d="M132 716V-372a36 36 0 0 1 36-36h464a36 36 0 0 1 36 36V716z" />
      <path className="face" d="M112 716h576v32H112z" />
      <rect className="face" x="172" y="-364" width="456" height="474" rx="24" />
      <rect x="202" y="-334" width="396" height="414" rx="10" />
      <path className="faint" d="M202 -288h396M232 -240h170M232 -206h110M232 28h336" />
      <rect className="faint" x="232" y="-166" width="158" height="76" rx="12" />
      <rect className="faint" x="410" y="-166" width="158" height="76" rx="12" />
      <rect className="faint" x="232" y="-70" width="158" height="76" rx="12" />
      <rect className="faint" x="410" y="-70" width="158" height="76" rx="12" />
      <rect className="faint" x="190" y="560" width="420" height="116" rx="14" />
      <circle className="faint" cx="566" cy="618" r="9" />
    </g>
  );
}

function Shelf() {
  return (
    <g className="part">
      <path className="face" d="M146 148h508l62 132H84z" />
      <path className="face" d="M84 280h632v26a14 14 0 0 1-14 14H98a14 14 0 0 1-14-14z" />
    </g>
  );
}

function CardReader({
  card,
  name,
}: {
  readonly card: NonNullable<MachineProps['card']>;
  readonly name: string;
}) {
  const state = card === 'none' ? 'part' : card === 'broken' ? 'broken' : 'active';
  return (
    <g>
      <g className={state}>
        <path className="place" d="M196 166h196l-10 96H164z" />
        {card === 'none' && <path className="faint" d="M230 198h60M222 226h40M318 196h30l-4 36h-32z" />}
        {card === 'coming' && <path className="arrow" d="M284 184v48M262 212l22 22 22-22" />}
      </g>
      {state !== 'part' && (
        <text className={state} x="274" y="310">
          {name}
        </text>
      )}
      {(card === 'coming' || card === 'reading' || card === 'lying') && (
        <g className={`card ${card}`}>
          <path className="card-face" d="M211 175h162l-7 77H189z" />
          <path className="card-print" d="M300 191h48l-4 44h-47zM223 198h52M219 217h54M215 236h40" />
        </g>
      )}
      {card === 'reading' && <path className="scan" d="M176 214h210" />}
      {card === 'broken' && <Mark x={276} y={212} />}
    </g>
  );
}

function ReceiptMouth({
  receipt,
  name,
}: {
  readonly receipt: NonNullable<MachineProps['receipt']> | 'idle';
  readonly name: string;
}) {
  const out = receipt === 'taking' ? 1 : receipt === 'idle' ? 0 : receipt;
  const height = 120 * out;
  return (
    <g className={receipt === 'idle' ? 'part' : 'active'}>
      <path className="place" d="M488 190h116l8 46H490z" />
      {out > 0 && (
        <g className={receipt === 'taking' ? 'rising' : undefined}>
          <path className="sheet" d={`M505 214v${-height}h84v${height}`} />
          {out > 0.6 && <path d={`M522 ${232 - height}h50M522 ${250 - height}h50M522 ${268 - height}h30`} />}
        </g>
      )}
      <path className="slot" d="M502 214h92" />
      {receipt !== 'idle' && (
        <text className="active" x="550" y="310">
          {name}
        </text>
      )}
    </g>
  );
}

function NoteMouth({
  notes,
  name,
}: {
  readonly notes: 'coming' | 'leaving' | 'idle';
  readonly name: string;
}) {
  return (
    <g className={notes === 'idle' ? 'part' : 'active'}>
      <rect className="place" x="262" y="462" width="200" height="64" rx="18" />
      <path className="slot" d="M292 494h140" />
      {notes !== 'idle' && (
        <>
          <g className={notes === 'coming' ? 'note-coming' : 'sinking'}>
            <path className="card-face" d="M306 498h112l14 96H292z" />
            <path className="card-print" d="M334 520h56M328 548h68M324 572h76" />
          </g>
          <text className="active" x="562" y="506">
            {name}
          </text>
        </>
      )}
    </g>
  );
}

function ScannerWindow({
  scanner,
  name,
}: {
  readonly scanner: NonNullable<MachineProps['scanner']>;
  readonly name: string;
}) {
  const state = scanner === 'none' ? 'part' : scanner === 'broken' ? 'broken' : 'active';
  return (
    <g className={state}>
      <rect className="place" x="146" y="484" width="88" height="60" rx="12" />
      <path className="slot" d="M164 514h52" />
      {(scanner === 'coming' || scanner === 'reading') && (
        <g className={scanner === 'coming' ? 'rising' : undefined}>
          <rect className="card-face" x="154" y="562" width="72" height="112" rx="12" />
          <path
            className="card-print"
            d="M170 580h16v16h-16zM194 580h16v16h-16zM170 604h16v16h-16zM196 608h12v10h-12zM182 658h16"
          />
        </g>
      )}
      {scanner === 'broken' && <Mark x={190} y={514} />}
      {state !== 'part' && (
        <text className={state} x="190" y="470">
          {name}
        </text>
      )}
    </g>
  );
}

function ChipSlot({
  slot,
  name,
}: {
  readonly slot: NonNullable<MachineProps['slot']>;
  readonly name: string;
}) {
  const state = slot === 'none' ? 'part' : slot === 'broken' ? 'broken' : 'active';
  const inside = slot === 'reading';
  return (
    <g className={state}>
      <rect className="place" x="496" y="484" width="148" height="56" rx="14" />
      {state === 'active' && (
        <g className={slot === 'coming' ? 'rising' : slot === 'leaving' ? 'sinking' : undefined}>
          <path
            className="card-face"
            d={`M514 514h112v${inside ? 34 : 104}a10 10 0 0 1-10 10h-92a10 10 0 0 1-10-10z`}
          />
          {!inside && <path className="card-print" d="M534 546h34v28h-34zM534 560h34M551 546v28" />}
        </g>
      )}
      <path className="slot" d="M508 512h124" />
      {slot === 'broken' && <Mark x={570} y={512} />}
      {state !== 'part' && (
        <text className={state} x="570" y="470">
          {name}
        </text>
      )}
    </g>
  );
}

function PaperSlot({
  paper,
  name,
}: {
  readonly paper: NonNullable<MachineProps['paper']> | 'idle';
  readonly name: string;
}) {
  const state = paper === 'idle' ? 'part' : paper === 'broken' ? 'broken' : 'active';
  const out = paper === 'taking' ? 1 : typeof paper === 'number' ? paper : 0;
  const bottom = 404 + 126 * out;
  const spread = 22 * out;
  return (
    <g className={state}>
      <rect className="place" x="214" y="376" width="372" height="56" rx="20" />
      {out > 0 && (
        <g className={paper === 'taking' ? 'sinking' : undefined}>
          <path className="sheet" d={`M262 404h276l${spread} ${bottom - 404}H${262 - spread}z`} />
          {out > 0.5 && <path d={`M330 ${bottom - 76}h140M288 ${bottom - 48}h224M284 ${bottom - 24}h160`} />}
        </g>
      )}
      <path className="slot" d="M246 404h308" />
      {paper === 'broken' && <Mark x={400} y={404} />}
      {paper !== 'idle' && (
        <text className={state} x="400" y="362">
          {name}
        </text>
      )}
    </g>
  );
}

function Mark({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g className="mark" transform={`translate(${x} ${y})`}>
      <circle r="34" />
      <path d="M0 -15v17M0 14v.5" />
    </g>
  );
}

export function Machine({
  label,
  card = 'none',
  paper = null,
  receipt = null,
  scanner = 'none',
  slot = 'none',
  notes = null,
}: MachineProps) {
  const { parts } = useTerminal().words;
  // What is used low on the front must be seen whole.
  const top = scanner === 'none' && slot === 'none' ? -130 : 0;
  return (
    <svg className="drawing" viewBox={`40 ${top} 720 720`} role="img" aria-label={label}>
      <Body />
      <PaperSlot paper={paper ?? 'idle'} name={parts.paperSlot} />
      <NoteMouth notes={notes ?? 'idle'} name={parts.noteMouth} />
      {/* Its name stands where the slot is. */}
      {notes === null && <ChipSlot slot={slot} name={parts.chipSlot} />}
      <ScannerWindow scanner={scanner} name={parts.scanner} />
      <Shelf />
      <ReceiptMouth receipt={receipt ?? 'idle'} name={parts.receiptMouth} />
      <CardReader card={card} name={parts.cardReader} />
    </svg>
  );
}
