/** The camera's picture while a face or a sheet is watched, for the screen that shows it; null at all other times. */
let shown: MediaStream | null = null;
const listeners = new Set<() => void>();

export const livePicture = () => shown;

export function showLivePicture(stream: MediaStream | null): void {
  shown = stream;
  for (const listener of listeners) listener();
}

export function onLivePicture(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
