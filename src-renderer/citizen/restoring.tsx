import { Emblem } from '../design/emblem.tsx';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import './restoring.css';

/** While there is no terminal to ask: nothing of anybody is on the glass, and both languages say so. */
export function Restoring() {
  return (
    <main className="restoring" data-screen="restoring">
      <Emblem />
      <h1>{zh.restoring.title}</h1>
      <p>{zh.restoring.explain}</p>
      <p lang="en">
        {en.restoring.title}. {en.restoring.explain}
      </p>
    </main>
  );
}
