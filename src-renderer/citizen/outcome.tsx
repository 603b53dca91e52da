import type { OutcomeKind } from '../../src-shared/service/outcome-kind.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { SheetView } from '../design/sheet-view.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './outcome.css';

const tones: Record<OutcomeKind, 'success' | 'info' | 'warning' | 'danger'> = {
  done: 'success',
  approved: 'success',
  accepted: 'success',
  acceptedWithPromise: 'success',
  corrections: 'warning',
  refused: 'danger',
  toPerson: 'info',
  nothingFound: 'info',
};

/** 《办法》 */
const quoted = (law: string) => (law.includes('《') ? law : `《${law}》`);

/** What became of the matter: why, by which law, what can be done, and the way to a person. */
export function OutcomeScreen({ screen }: ScreenProps<'outcome'>) {
  const { words, say, act, view } = useTerminal();
  const { outcome: text } = words;
  const { outcome } = screen;
  const [first, ...others] = outcome.sentences;
  return (
    <Stage
      title={text.titles[outcome.kind]}
      explain={outcome.workdays > 0 ? text.workdays(outcome.workdays) : undefined}
      action={
        <>
          <Button look={view.canGoBack ? 'plain' : 'main'} onPress={() => act({ type: 'next' })}>
            {text.next}
          </Button>
          {view.canGoBack && (
            <Button look="main" onPress={() => act({ type: 'back' })}>
              {text.correct}
            </Button>
          )}
        </>
      }
    >
      {first !== undefined && <Banner tone={tones[outcome.kind]}>{say(first)}</Banner>}
      {others.map((sentence) => (
        <p key={sentence.en}>{say(sentence)}</p>
      ))}
      {outcome.number !== null && (
        <p className="outcome-number">
          <span>{text.number}</span>
          <strong>{outcome.number}</strong>
        </p>
      )}
      {outcome.corrections.length > 0 && (
        <ol className="outcome-corrections">
          {outcome.corrections.map((sentence) => (
            <li key={sentence.en}>{say(sentence)}</li>
          ))}
        </ol>
      )}
      {outcome.promises.length > 0 && (
        <section className="outcome-promises">
          <h2>{text.promises}</h2>
          {outcome.promises.map((promise) => (
            <p key={promise.code}>
              <strong>{say(promise.material)}</strong> {text.due(promise.dueDate)}
              <br />
              {say(promise.consequence)}
            </p>
          ))}
        </section>
      )}
      {outcome.sheet !== null && <SheetView sheet={outcome.sheet} />}
      {outcome.remedy !== null && <p>{say(outcome.remedy)}</p>}
      <div className="outcome-foot">
        {outcome.law.length > 0 && (
          <p>
            {text.law} {outcome.law.map(quoted).join(' ')}
          </p>
        )}
        <p>{say(outcome.human)}</p>
        <p>
          {words.fault.reference} {screen.reference}
          {screen.slip && ` · ${text.slip}`}
        </p>
      </div>
    </Stage>
  );
}
