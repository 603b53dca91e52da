import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './out-of-service.css';

export function OutOfService({ screen }: ScreenProps<'outOfService'>) {
  const { view, words } = useTerminal();
  return (
    <Stage
      title={words.outOfService.title}
      explain={words.outOfService.explain(view.terminal.hotline)}
      picture={<Machine label={words.outOfService.title} />}
      action={
        <dl className="technician">
          <dt>{words.outOfService.technician}</dt>
          <dd>
            {screen.reference} · {screen.reason}
          </dd>
        </dl>
      }
    />
  );
}
