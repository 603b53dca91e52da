import { Button } from '../design/button.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { Row } from './confirm.tsx';
import './declaration.css';

/** Everything that will be handed in, and the statement under which it is. */
export function Declaration({ screen }: ScreenProps<'declaration'>) {
  const { words, say, act } = useTerminal();
  const { declaration, confirm } = words;
  return (
    <Stage
      title={declaration.title}
      explain={declaration.explain}
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {declaration.submit}
        </Button>
      }
    >
      <dl className="confirm-rows declaration-rows">
        <Row name={confirm.item}>{say(screen.item.name)}</Row>
        {screen.companyName !== null && <Row name={confirm.company}>{screen.companyName}</Row>}
        {screen.holderMasked !== null && <Row name={confirm.name}>{screen.holderMasked}</Row>}
        {screen.agentMasked !== null && <Row name={words.principal.agent}>{screen.agentMasked}</Row>}
        {screen.rows.map((row) => (
          <Row key={row.label.en} name={say(row.label)}>
            {say(row.value)}
          </Row>
        ))}
      </dl>
      <p className="declaration-statement">
        <Icon name="tick" />
        <span>
          <strong>{declaration.statement}</strong>
          {say(screen.statement)}
        </span>
      </p>
    </Stage>
  );
}
