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
}

function Body() {
  return (
    <g className="part">
      <path d="M132 -420V1100M668 -420V1100" />
      <rect className="face" x="132" y="-420" width="536" height="1600" />
      <rect className="face" x="172" y="-300" width="456" height="410" rx="20" />
      <path d="M204 -300V62a16 16 0 0 0 16 16H580a16 16 0 0 0 16-16V-300" />
      <path className="faint" d="M236 8h140M236 38h90" />
      <rect className="faint" x="470" y="0" width="96" height="44" rx="10" />
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

function CardReader({ card }: { readonly card: NonNullable<MachineProps['card']> }) {
  const state = card === 'none' ? 'part' : card === 'broken' ? 'broken' : 'active';
  return (
    <g>
      <g className={state}>
        <path className="place" d="M196 168h196l-10 92H166z" />
        {card === 'none' && <path className="faint" d="M230 198h60M222 226h40M318 196h30l-4 36h-32z" />}
      </g>
      {card === 'coming' && (
        <g className="arrow">
          <path d="M284 -6v54M264 30l20 20 20-20" />
        </g>
      )}
      {(card === 'coming' || card === 'reading' || card === 'lying') && (
        <g className={`active card ${card}`}>
          <path className="sheet" d="M212 176h160l-7 74H190z" />
          <path d="M300 192h48l-4 42h-47z" className="photo" />
          <path d="M224 198h52M220 216h54M215 234h40" />
        </g>
      )}
      {card === 'reading' && <path className="scan" d="M204 213h166" />}
      {card === 'broken' && <Mark x={280} y={212} />}
    </g>
  );
}

function ReceiptMouth({ receipt }: { readonly receipt: NonNullable<MachineProps['receipt']> | 'idle' }) {
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
    </g>
  );
}

function PaperSlot({ paper }: { readonly paper: NonNullable<MachineProps['paper']> | 'idle' }) {
  const out = paper === 'taking' ? 1 : typeof paper === 'number' ? paper : 0;
  const bottom = 404 + 126 * out;
  const spread = 22 * out;
  return (
    <g className={paper === 'idle' ? 'part' : paper === 'broken' ? 'broken' : 'active'}>
      <rect className="place" x="214" y="376" width="372" height="56" rx="20" />
      {out > 0 && (
        <g className={paper === 'taking' ? 'sinking' : undefined}>
          <path className="sheet" d={`M262 404h276l${spread} ${bottom - 404}H${262 - spread}z`} />
          {out > 0.5 && <path d={`M330 ${bottom - 76}h140M288 ${bottom - 48}h224M284 ${bottom - 24}h160`} />}
        </g>
      )}
      <path className="slot" d="M246 404h308" />
      {paper === 'broken' && <Mark x={400} y={404} />}
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

export function Machine({ label, card = 'none', paper = null, receipt = null }: MachineProps) {
  return (
    <svg className="drawing" viewBox="40 -30 720 600" role="img" aria-label={label}>
      <Body />
      <PaperSlot paper={paper ?? 'idle'} />
      <Shelf />
      <ReceiptMouth receipt={receipt ?? 'idle'} />
      <CardReader card={card} />
    </svg>
  );
}
