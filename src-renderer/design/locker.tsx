import type { ScreenOf } from '../../src-shared/view.ts';
import './drawings.css';
import './locker.css';

interface LockerProps {
  /** In words, for those who cannot see it. */
  readonly label: string;
  readonly compartment: number;
  readonly compartments: number;
  readonly phase: ScreenOf<'pickUp'>['phase'];
}

const columns = 4;
const width = 150;
const height = 170;

/** The cabinet from the front; the one door that matters in the main colour, open or closed, with what lies behind it. */
export function LockerPicture({ label, compartment, compartments, phase }: LockerProps) {
  const rows = Math.ceil(compartments / columns);
  const open = phase === 'full' || phase === 'empty';
  return (
    <svg
      className="drawing"
      viewBox={`-40 -40 ${columns * width + 80} ${rows * height + 80}`}
      role="img"
      aria-label={label}
    >
      <rect
        className="part face"
        x="-16"
        y="-16"
        width={columns * width + 32}
        height={rows * height + 32}
        rx="20"
      />
      {Array.from({ length: compartments }, (_, index) => {
        const number = index + 1;
        const x = (index % columns) * width;
        const y = Math.floor(index / columns) * height;
        const mine = number === compartment;
        return (
          <g key={number} className={mine ? 'active' : 'part'} transform={`translate(${x} ${y})`}>
            {mine && open ? (
              <OpenDoor full={phase === 'full'} />
            ) : (
              <rect
                className={mine ? 'door-closed' : 'faint'}
                x="8"
                y="8"
                width={width - 16}
                height={height - 16}
                rx="10"
              />
            )}
            <text
              className={`door-number ${mine ? (open ? 'mine' : 'on-mine') : ''}`}
              x={mine && open ? 96 : width / 2}
              y={mine && open ? 54 : height / 2 + 14}
            >
              {String(number).padStart(2, '0')}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Hinged at the left, swung towards the person. */
function OpenDoor({ full }: { readonly full: boolean }) {
  return (
    <>
      <rect className="sheet" x="8" y="8" width={width - 16} height={height - 16} rx="10" />
      <path className="face" d="M8 8l38 22v132L8 162z" />
      {full && <path className="door-paper" d="M64 74h66v74H64zM76 94h42M76 112h42M76 130h24" />}
    </>
  );
}
