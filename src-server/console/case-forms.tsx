import { type FormEvent, useState } from 'react';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { ReviewCaseDetail } from './review-model.ts';
import { decideCase, type Problem, sendAfterCheck } from './review-server.ts';

const kinds = ['approve', 'correct', 'acceptWithPromise', 'refuse'] as const;

/** What a clerk decides, and why; nothing is chosen beforehand. */
export function DecisionForm({
  one,
  onDone,
}: {
  readonly one: ReviewCaseDetail;
  readonly onDone: () => void;
}) {
  const { say, name, text } = useSpeech();
  const [kind, setKind] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (field: string) => String(form.get(field));
    const refused = await decideCase(one.id, {
      kind: read('kind'),
      reason: { zh: read('reason.zh'), en: read('reason.en') },
      ...(form.has('promise') && { promise: read('promise') }),
      ...(form.has('remedy.zh') && { remedy: { zh: read('remedy.zh'), en: read('remedy.en') } }),
    });
    setProblem(refused);
    if (refused === null) onDone();
  };
  const offered = kinds.filter((each) => each !== 'acceptWithPromise' || one.promises.length > 0);
  return (
    <form className="act" onSubmit={submit}>
      <h3>{say('yourDecision')}</h3>
      <div className="choices">
        {offered.map((each) => (
          <label key={each}>
            <input type="radio" name="kind" value={each} required onChange={() => setKind(each)} />
            {name(each)}
          </label>
        ))}
      </div>
      {kind === 'acceptWithPromise' && (
        <label>
          {say('whichPromise')}
          <select name="promise" required>
            {one.promises.map(({ code, material }) => (
              <option key={code} value={code}>
                {text(material)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Sentence name="reason" label={say('yourReason')} />
      {kind === 'refuse' && <Sentence name="remedy" label={say('yourRemedy')} />}
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('decide')}
      </button>
      <small>{say('decideEffect')}</small>
    </form>
  );
}

/** The applicant reads it in the language that they chose. */
function Sentence({ name, label }: { readonly name: string; readonly label: string }) {
  const { say } = useSpeech();
  return (
    <>
      {(['zh', 'en'] as const).map((language) => (
        <label key={language}>
          {label} · {say(language === 'zh' ? 'inChinese' : 'inEnglish')}
          <textarea
            name={`${name}.${language}`}
            lang={language === 'zh' ? 'zh-CN' : 'en'}
            rows={2}
            minLength={5}
            maxLength={500}
            required
          />
        </label>
      ))}
    </>
  );
}

/** Somebody looks at a machine's decision again. */
export function AfterCheckForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { say } = useSpeech();
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const result = form.get('result') === 'wrong' ? 'wrong' : 'right';
    const refused = await sendAfterCheck(id, result, String(form.get('note')));
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <form className="act" onSubmit={submit}>
      <h3>{say('checkAgain')}</h3>
      <div className="choices">
        {(['right', 'wrong'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="result" value={each} required />
            {say(each)}
          </label>
        ))}
      </div>
      <label>
        {say('checkNote')}
        <textarea name="note" rows={2} minLength={5} maxLength={500} required />
      </label>
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('record')}
      </button>
      <small>{say('checkEffect')}</small>
    </form>
  );
}
