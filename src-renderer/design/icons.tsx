import type { ReactNode } from 'react';

/** Line icons on a grid of 24, one stroke weight, drawn for this machine. Always beside a word. */

const paths = {
  back: <path d="M14.5 5 7.5 12l7 7" />,
  forward: <path d="m9.5 5 7 7-7 7" />,
  leave: <path d="M10 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4 4-4 4M19 12H9.5" />,
  language: (
    <path d="M3.5 6h9M8 3.8V6M11 6c-.8 4-3.5 6.8-7 8.4M5.4 8.8c1.3 2.4 3.3 4.3 5.8 5.5M12.5 20.2 16.6 10l4.1 10.2M13.9 17h5.4" />
  ),
  largeText: <path d="M2.5 19 8 5.5 13.5 19M4.4 14.5h7.2M15 19l3.2-8 3.3 8M16.1 16.3h4.3" />,
  contrast: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
    </>
  ),
  call: (
    <path d="M4.5 13v-1.5a7.5 7.5 0 0 1 15 0V13M4.5 13h2.2v5H6a1.5 1.5 0 0 1-1.5-1.5zM19.5 13h-2.2v5H18a1.5 1.5 0 0 0 1.5-1.5zM17.3 18c0 1.6-1.8 2.5-4.3 2.5" />
  ),
  search: <path d="m20 20-4.6-4.6M17 10.7a6.3 6.3 0 1 1-12.6 0 6.3 6.3 0 0 1 12.6 0z" />,
  erase: (
    <path d="M9 5.5h10.5a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H9L3 12zM11.5 9.5l5 5M16.5 9.5l-5 5" />
  ),
  tick: <path d="m5 12.5 4.7 4.7L19.5 7.3" />,
  warning: <path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 16.9v.1" />,
  error: <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.8v5.2M12 16v.1" />,
  info: <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.2M12 7.9v.1" />,
  enlarge: (
    <path d="m20 20-4.6-4.6M17 10.7a6.3 6.3 0 1 1-12.6 0 6.3 6.3 0 0 1 12.6 0zM10.7 8v5.4M8 10.7h5.4" />
  ),
  reduce: <path d="m20 20-4.6-4.6M17 10.7a6.3 6.3 0 1 1-12.6 0 6.3 6.3 0 0 1 12.6 0zM8 10.7h5.4" />,
  more: <path d="M5 7h14M5 12h14M5 17h9" />,
  retry: <path d="M19.5 5v4.5H15M19 9.5A7.8 7.8 0 1 0 19.8 14" />,
  clock: <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3.2 2" />,
  person: <path d="M12 4a3.7 3.7 0 1 0 0 7.4A3.7 3.7 0 0 0 12 4zM4.8 20c.5-3.9 3.4-6 7.2-6s6.7 2.1 7.2 6" />,
  people: (
    <path d="M9 4.5a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM2.5 19.5c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M15.5 4.9a3.1 3.1 0 0 1 0 5.8M17.5 14.3c2.2.6 3.7 2.4 4 5.2" />
  ),
  identityCard: (
    <path d="M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM6.5 10h5M6.5 14h5M15 9.5h2.5v5H15z" />
  ),
  phone: (
    <path d="M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM10.5 18h3" />
  ),
  face: (
    <path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M9 9.5v.6M15 9.5v.6M12 9.5v3l-.8.6M9 15.3c1.8 1.4 4.2 1.4 6 0" />
  ),
  certificate: <path d="M6.5 3.5h7.8L18.5 8v12.5h-12zM14 3.7V8h4.3M9.3 12h6M9.3 15.8h6" />,
  receipt: (
    <path d="M6.5 3.5h11v17l-2.2-1.6-1.8 1.6-1.7-1.6-1.8 1.6-1.8-1.6-1.7 1.6zM9.3 8.5h5.4M9.3 12.5h5.4" />
  ),
  cost: (
    <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.7 7.3 12 11.5l3.3-4.2M12 11.5V17M9 12h6M9 14.6h6" />
  ),
  socialInsurance: (
    <path d="M12 3.5c2.7 1.7 5.3 2.4 7.5 2.5v5.5c0 4.3-3 7.4-7.5 9-4.5-1.6-7.5-4.7-7.5-9V6c2.2-.1 4.8-.8 7.5-2.5zM12 8.5v7M8.5 12h7" />
  ),
  tax: <path d="M6 3.5h12v17H6zM9.5 7.5 12 10.7l2.5-3.2M12 10.7V16M9.7 11.3h4.6M9.7 13.7h4.6" />,
  socialSecurityCard: (
    <path d="M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM6.5 9.5h4v4h-4zM14 15h3.8M14 12h3.8" />
  ),
  medicalInsurance: <path d="M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z" />,
  employment: <path d="M4 8h16v11.5H4zM9 8V4.5h6V8M4 13h16M12 12v2.2" />,
  housingFund: <path d="M3.5 11.5 12 4.5l8.5 7M6 10v9.5h12V10M10 19.5v-5.3h4v5.3" />,
  cash: <path d="M3 6.5h18v11H3zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4zM6 9.3v.1M18 14.6v.1" />,
  code: (
    <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M17.5 20H20v-1M14 20v-.1M6.9 6.9h.2v.2h-.2zM16.9 6.9h.2v.2h-.2zM6.9 16.9h.2v.2h-.2z" />
  ),
  other: <path d="M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {paths[name]}
    </svg>
  );
}

/** The drawing of a category; the catalogue may name one that this version does not have. */
export function categoryIcon(name: string): IconName {
  return Object.hasOwn(paths, name) ? (name as IconName) : 'other';
}
