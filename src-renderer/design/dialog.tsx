import { type ReactNode, useEffect, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What is typed with: under the rest, on a wide screen beside it. */
  readonly keys?: ReactNode;
  /** The buttons, the safe one last. */
  readonly actions: ReactNode;
  /** Asks for an answer now: read out at once by a screen reader. */
  readonly alert?: boolean;
}

/** Covers the screen; the browser's own modal dialog keeps everything behind it out of reach. */
export function Dialog({ title, children, keys, actions, alert = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Not the first button, which the browser takes: the safe one.
    element?.querySelector<HTMLElement>('.dialog-actions > :last-child')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      role={alert ? 'alertdialog' : 'dialog'}
      aria-label={title}
      onCancel={(event) => event.preventDefault()}
    >
      <h2>{title}</h2>
      <div className="dialog-body">{children}</div>
      {keys !== undefined && <div className="dialog-keys">{keys}</div>}
      <div className="dialog-actions">{actions}</div>
    </dialog>
  );
}
