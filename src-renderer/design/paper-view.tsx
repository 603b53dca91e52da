import type { PaperMark, PaperPage } from '../../src-shared/paper.ts';
import { unreachable } from '../../src-shared/result.ts';
import './paper-view.css';

/** One point of type in millimetres. */
const POINT = 25.4 / 72;

interface PaperViewProps {
  readonly page: PaperPage;
  readonly label: string;
  /** As wide as the screen, to be moved with a finger; else the whole page at once. */
  readonly enlarged: boolean;
}

/** The paper as it will be, drawn from the same marks that are printed. */
export function PaperView({ page, label, enlarged }: PaperViewProps) {
  return (
    <div className={`paper-view ${enlarged ? 'enlarged' : ''}`}>
      <svg viewBox={`0 0 ${page.widthMm} ${page.heightMm}`} role="img" aria-label={label}>
        <rect className="paper-sheet" width={page.widthMm} height={page.heightMm} />
        {page.marks.map((mark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes; its marks have no names
          <Mark key={index} mark={mark} />
        ))}
      </svg>
    </div>
  );
}

function Mark({ mark }: { readonly mark: PaperMark }) {
  switch (mark.kind) {
    case 'text':
      return (
        <text
          x={mark.x}
          y={mark.y}
          fontSize={mark.size * POINT}
          textAnchor={mark.anchor}
          className={mark.weight}
        >
          {mark.text}
        </text>
      );
    case 'line':
      return <line x1={mark.x1} y1={mark.y1} x2={mark.x2} y2={mark.y2} strokeWidth={mark.width} />;
    case 'fill':
      return <rect x={mark.x} y={mark.y} width={mark.width} height={mark.height} fill={mark.colour} />;
    case 'watermark':
      return (
        <text
          className="paper-watermark"
          fontSize={mark.size * POINT}
          textAnchor="middle"
          dominantBaseline="central"
          transform={`translate(${mark.x} ${mark.y}) rotate(${-mark.angle})`}
        >
          {mark.text}
        </text>
      );
    case 'qr':
      return <QrFrame x={mark.x} y={mark.y} side={mark.side} />;
    case 'seal':
      return (
        <g className="paper-seal">
          <circle cx={mark.x} cy={mark.y} r={mark.radius} />
          <text
            x={mark.x}
            y={mark.y}
            fontSize={Math.min(mark.radius * 0.34, (mark.radius * 1.7) / Math.max(1, mark.text.length))}
            textAnchor="middle"
            dominantBaseline="central"
          >
            {mark.text}
          </text>
        </g>
      );
    default:
      return unreachable(mark);
  }
}

/** The place of the QR code. A preview stands before the issue, so there is no code yet to draw. */
function QrFrame({ x, y, side }: { readonly x: number; readonly y: number; readonly side: number }) {
  const eye = side * 0.26;
  const far = side * 0.74;
  return (
    <g className="paper-qr">
      <rect x={x} y={y} width={side} height={side} />
      {[
        [0, 0],
        [far, 0],
        [0, far],
      ].map(([dx = 0, dy = 0]) => (
        <rect key={`${dx} ${dy}`} x={x + dx} y={y + dy} width={eye} height={eye} />
      ))}
    </g>
  );
}
