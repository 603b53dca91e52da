import { ok, type Result } from '../../../../src-shared/result.ts';
import { Sensitive } from '../../../../src-shared/sensitive.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { bandOf, type FaceCheck, faceModelName } from '../../face/face-check.ts';
import { FaceTrial, movements, type TrialState, type Verdict } from '../../face/trial.ts';
import { report } from '../../transaction/report.ts';
import type { ItemContext, Person } from '../context.ts';
import { centreFault } from './centre-fault.ts';
import type { Method, MethodResult } from './verify.ts';

/** In a transaction, however often the citizen comes back to it. */
const mostTries = 3;
const tickMs = 500;
/** Long enough to see that it is good. */
const passedMs = 2_000;

type Photo = Sensitive<Uint8Array>;
type Problem = NonNullable<ScreenOf<'faceResult'>['problem']>;
type Tried =
  | { readonly ended: Verdict }
  | { readonly ended: null; readonly why: 'camera' | 'reference' }
  | 'otherWay';

/**
 * The face before the camera against one picture of the person of the document, on this machine. Agreed to on a screen of
 * its own; whatever happens here, the other ways stay open.
 */
export const verifyByFace: Method = async (context, person, others) => {
  const { face, conversation, store, transaction } = context;
  if (face === null) throw new Error('faces are not compared here');
  const elsewhere: MethodResult = others ? 'choose' : 'back';
  if (context.found.faceTries >= mostTries) return { otherWay: 'faceNotRecognised' };

  const fromCard = face.cardPhoto !== null && person.photo !== null;
  const agreed = await conversation.ask({ kind: 'faceConsent', photo: fromCard ? 'card' : 'centre' }, [
    'next',
    'otherWay',
    'back',
  ]);
  if (agreed.type !== 'next') return elsewhere;
  store.commit((write) => write.journal({ type: 'faceConsentGiven', transactionId: transaction.id }));

  const reference = await referenceOf(context, person, face);
  if (reference === null) return { otherWay: 'noPhoto' };
  try {
    for (;;) {
      const tried = await tryOnce(context, face, reference);
      if (tried === 'otherWay') return elsewhere;
      if (tried.ended === null && tried.why === 'reference') return { otherWay: 'noPhoto' };
      const problem = judge(context, face, tried.ended);
      if (problem === null) return await pass(context, person);
      const left = mostTries - context.found.faceTries;
      if (left <= 0) return { otherWay: 'faceNotRecognised' };
      const act = await conversation.ask({ kind: 'faceResult', problem, triesLeft: left }, [
        'retry',
        'otherWay',
        'back',
      ]);
      if (act.type !== 'retry') return elsewhere;
    }
  } finally {
    reference.reveal().fill(0);
  }
};

/** Of the card where this site can read it, else of record. Null: there is none, and this way is not open. */
async function referenceOf(
  { conversation, centre, transaction, store }: ItemContext,
  person: Person,
  { cardPhoto }: FaceCheck,
): Promise<Photo | null> {
  const work = async (signal: AbortSignal): Promise<Result<Photo, string>> => {
    if (cardPhoto !== null && person.photo !== null) {
      const decoded = await cardPhoto(person.photo);
      if (decoded.ok) return decoded;
      const { error: reason } = decoded;
      store.commit((write) =>
        write.journal({ type: 'cardPhotoNotRead', transactionId: transaction.id, reason }),
      );
    }
    const asked = await centre.verification.photo(
      {
        transactionId: transaction.id,
        person: { name: person.name.reveal(), idNumber: person.idNumber.reveal() },
      },
      { signal },
    );
    if (!asked.ok) return { ok: false, error: asked.error.code };
    return ok(new Sensitive(Uint8Array.from(Buffer.from(asked.value.photoBase64, 'base64')), 'photo'));
  };
  const found = await conversation.during({ kind: 'working', task: 'fetchingPhoto', usualSeconds: 3 }, work);
  if (found.kind === 'act') throw new Error('nothing was offered');
  if (found.value.ok) return found.value.value;
  const { error: reason } = found.value;
  store.commit((write) => write.journal({ type: 'noFacePhoto', transactionId: transaction.id, reason }));
  return null;
}

/** Camera on, movements, camera off. */
async function tryOnce(
  { conversation, clock }: ItemContext,
  face: FaceCheck,
  reference: Photo,
): Promise<Tried> {
  const starting = { prompt: 'lookStraight', done: 0, of: movements, hint: null } as const;
  const screenOf = (state: TrialState | null): ScreenOf<'faceCheck'> => ({
    kind: 'faceCheck',
    ready: state !== null,
    ...(state ?? starting),
  });
  const watched = await conversation.during(
    screenOf(null),
    async (signal, amend, noticed): Promise<Exclude<Tried, 'otherWay'>> => {
      const over = new AbortController();
      const onAbort = () => over.abort();
      signal.addEventListener('abort', onAbort, { once: true });
      let trial: FaceTrial | null = null;
      let shown = '';
      const show = (current: FaceTrial) => {
        const now = JSON.stringify(current.state);
        if (now !== shown) {
          shown = now;
          noticed();
          amend(screenOf(current.state));
        }
        if (current.verdict !== null) over.abort();
      };
      let cancelTick = () => {};
      const tick = () => {
        cancelTick = clock.schedule(tickMs, tick);
        trial?.tick(clock.now());
        if (trial !== null) show(trial);
      };
      tick();
      const ended = await face.camera.watchFace({
        reference,
        signal: over.signal,
        onObserved(seen) {
          // The model was loading until now.
          trial ??= new FaceTrial(face.draw, clock.now());
          trial.observe(seen, clock.now());
          show(trial);
        },
      });
      cancelTick();
      signal.removeEventListener('abort', onAbort);
      const verdict = verdictOf(trial);
      if (verdict !== null) return { ended: verdict };
      return {
        ended: null,
        why: !ended.ok && ended.error.errorCode === 'referenceUnusable' ? 'reference' : 'camera',
      };
    },
    ['otherWay', 'back'],
  );
  return watched.kind === 'act' ? 'otherWay' : watched.value;
}

/** The compiler does not see that a listener set it. */
function verdictOf(trial: FaceTrial | null): Verdict | null {
  return trial?.verdict ?? null;
}

/** Null: it is the person. Writes down how it ended, and nothing by which a face could be known again. */
function judge(
  { store, transaction, found, wakeUplink }: ItemContext,
  { threshold }: FaceCheck,
  verdict: Verdict | null,
): Problem | null {
  const likeness = verdict?.kind === 'completed' ? verdict.likeness : null;
  const passed = likeness !== null && likeness >= threshold;
  // A camera that fails is no try of the citizen's.
  if (verdict !== null && !passed) found.faceTries += 1;
  const problem: Problem | null = passed
    ? null
    : verdict === null
      ? 'camera'
      : verdict.kind === 'completed'
        ? 'notAlike'
        : verdict.kind;
  const record = {
    transactionId: transaction.id,
    passed,
    problem,
    model: faceModelName,
    band: likeness === null ? null : bandOf(likeness, threshold),
  };
  store.commit((write) => {
    write.journal({ type: 'faceCompared', ...record });
    report(write, 'transaction', { state: 'faceCompared', ...record });
  });
  wakeUplink();
  return problem;
}

async function pass(context: ItemContext, person: Person): Promise<MethodResult> {
  for (;;) {
    const attested = await context.conversation.during(
      { kind: 'working', task: 'askingCentre', usualSeconds: 3 },
      (signal) =>
        context.centre.verification.attest(
          {
            transactionId: context.transaction.id,
            method: 'face',
            person: { name: person.name.reveal(), idNumber: person.idNumber.reveal() },
          },
          { signal },
        ),
    );
    if (attested.kind === 'act') throw new Error('nothing was offered');
    if (attested.value.ok) {
      await context.conversation.askFor({ kind: 'faceResult', problem: null, triesLeft: 0 }, ['next'], {
        resolveAfterMs: passedMs,
      });
      return { token: attested.value.value.token };
    }
    const fault = await centreFault(context, attested.value.error);
    if (fault !== 'retry') return fault;
  }
}
