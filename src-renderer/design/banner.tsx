import { Icon, type IconName } from './icons.tsx';
import './banner.css';

const icons = {
  info: 'info',
  success: 'tick',
  warning: 'warning',
  danger: 'error',
} as const satisfies Record<string, IconName>;

interface BannerProps {
  readonly tone: keyof typeof icons;
  readonly children: string;
}

/** A state said in a word and an icon, never by colour alone. Read aloud by a screen reader when it appears. */
export function Banner({ tone, children }: BannerProps) {
  return (
    <p className={`banner ${tone}`} role="status">
      <Icon name={icons[tone]} />
      <span>{children}</span>
    </p>
  );
}
