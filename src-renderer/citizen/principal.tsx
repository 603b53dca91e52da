import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { groupDigits } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { Row } from './confirm.tsx';

/** Whom the centre found for this number or document: in part only, to be agreed to before anything is done. */
export function Principal({ screen }: ScreenProps<'principal'>) {
  const { words, act } = useTerminal();
  const { principal: text, forWhom, confirm } = words;
  const { nameMasked, idNumberMasked, relation, basis, validUntil } = screen.principal;
  return (
    <Stage
      title={text.title}
      explain={text.explain}
      action={
        <Button look="main" onPress={() => act({ type: 'next' })}>
          {text.accept}
        </Button>
      }
    >
      <dl className="confirm-rows">
        <Row name={confirm.name}>{nameMasked}</Row>
        <Row name={confirm.idNumber}>
          <span className="confirm-code">{groupDigits(idNumberMasked)}</span>
        </Row>
        <Row name={text.relation}>{forWhom.names[relation]}</Row>
        <Row name={text.basis}>
          {basis === 'registered' ? text.bases.registered : text.bases.authorised(validUntil)}
        </Row>
        <Row name={text.agent}>{screen.agentMasked}</Row>
      </dl>
    </Stage>
  );
}
