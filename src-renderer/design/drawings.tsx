import './drawings.css';

/** The other drawings, in the machine's hand: same stroke, same two colours. */

interface DrawingProps {
  readonly label: string;
}

/** A phone that gets a code. */
export function Phone({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -60 600 600" role="img" aria-label={label}>
      <g className="part">
        <rect className="face" x="250" y="20" width="220" height="440" rx="36" />
        <path d="M334 46h52" />
        <path className="faint" d="M282 320h100M282 352h156M282 384h72" />
      </g>
      <g className="active arriving">
        <path
          className="sheet"
          d="M214 120h292a24 24 0 0 1 24 24v96a24 24 0 0 1-24 24H300l-40 34v-34h-46a24 24 0 0 1-24-24v-96a24 24 0 0 1 24-24z"
        />
        {[0, 1, 2, 3, 4, 5].map((digit) => (
          <circle key={digit} className="dot" cx={245 + digit * 46} cy="192" r="11" />
        ))}
      </g>
    </svg>
  );
}

/** Records that are being looked through. */
export function Records({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -60 600 600" role="img" aria-label={label}>
      <g className="part">
        <rect className="face" x="280" y="40" width="280" height="380" rx="20" />
        <rect className="face" x="220" y="60" width="280" height="380" rx="20" />
        <path
          className="faint"
          d="M262 120h120M262 176h196M262 224h196M262 272h196M262 320h196M262 368h120"
        />
      </g>
      <g className="active searching">
        <circle className="lens" cx="330" cy="224" r="76" />
        <path className="handle" d="m386 280 70 70" />
      </g>
    </svg>
  );
}

/** A broken connection. */
export function BrokenLine({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -60 600 600" role="img" aria-label={label}>
      <g className="part">
        <rect className="face" x="70" y="120" width="170" height="260" rx="24" />
        <rect x="96" y="146" width="118" height="110" rx="10" />
        <path className="faint" d="M120 176h70M120 202h44" />
        <path d="M112 318h86" />
        <path className="face" d="M500 330a62 62 0 0 1 6-124 92 92 0 0 1 174 18 54 54 0 0 1-8 106z" />
        <path d="M240 268h66M424 268h20" />
      </g>
      <g className="broken">
        <path d="M306 268h28M396 268h28M346 242l38 52M384 242l-38 52" />
      </g>
    </svg>
  );
}

/** A person who helps, at a desk. */
export function Helper({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -60 600 600" role="img" aria-label={label}>
      <g className="active">
        <circle className="sheet" cx="360" cy="150" r="66" />
        <path className="sheet" d="M226 372c8-92 58-136 134-136s126 44 134 136z" />
        <path d="M288 156v-14a72 72 0 0 1 144 0v14M432 176c0 30-22 48-54 50" />
        <rect className="sheet" x="276" y="146" width="24" height="46" rx="12" />
        <rect className="sheet" x="420" y="146" width="24" height="46" rx="12" />
      </g>
      <g className="part">
        <path className="face" d="M150 372h420a12 12 0 0 1 12 12v64H138v-64a12 12 0 0 1 12-12z" />
        <path className="faint" d="M300 410h120" />
      </g>
    </svg>
  );
}

/** A metal PIN pad, and the hand that covers it. */
export function PinPadKeys({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -20 600 600" role="img" aria-label={label}>
      <g className="part">
        <rect className="face" x="210" y="150" width="300" height="380" rx="28" />
        <path className="face" d="M190 214v-94a26 26 0 0 1 26-26h288a26 26 0 0 1 26 26v94" />
        <rect className="face" x="430" y="430" width="52" height="64" rx="12" />
      </g>
      <g className="active">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8, 10].map((key) => (
          <rect
            key={key}
            className="sheet"
            x={240 + (key % 3) * 62}
            y={196 + Math.floor(key / 3) * 78}
            width="50"
            height="62"
            rx="12"
          />
        ))}
        <path d="m444 462 9 9 17-19" />
        <g className="rising">
          <path
            className="sheet"
            d="M640 40 452 92c-70-22-160-18-226 18-26 14-24 46 4 52l44 8c-8 22 8 40 30 36l76-14c34 22 92 24 132 6l128-34z"
          />
          <path d="M274 170c30-16 62-24 96-26M304 206c26-14 50-22 78-24" />
        </g>
      </g>
    </svg>
  );
}

/** It is done. */
export function Done({ label }: DrawingProps) {
  return (
    <svg className="drawing" viewBox="60 -60 600 600" role="img" aria-label={label}>
      <g className="success">
        <circle className="sheet" cx="360" cy="240" r="150" />
        <path className="bold" d="m288 246 50 50 98-104" />
      </g>
    </svg>
  );
}
