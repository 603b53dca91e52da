/** The mark of 零窗: a window whose opening is a zero. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 64 64" aria-hidden="true">
      <rect className="emblem-frame" x="2" y="2" width="60" height="60" rx="16" />
      <ellipse className="emblem-zero" cx="32" cy="32" rx="13.5" ry="17.5" />
      <path className="emblem-bars" d="M32 14.5v35M18.500 32h27" />
    </svg>
  );
}
