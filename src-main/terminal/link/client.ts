import { type ClientContext, type ClientLink, createORPCClient, DynamicLink } from '@orpc/client';
import type {
  ContractRouterClient,
  InferContractRouterInputs,
  InferContractRouterOutputs,
} from '@orpc/contract';
import type { Clock } from '../../../src-shared/clock.ts';
import type { serverContract } from '../../../src-shared/contract/server.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { AccessToken, type Credentials } from './access-token.ts';
import { type LinkError, toLinkError } from './link-error.ts';

interface CallOptions {
  /** Gives the call up. What the centre did by then is `indeterminate`. */
  readonly signal?: AbortSignal;
}

type Inputs = InferContractRouterInputs<typeof serverContract>;
type Outputs = InferContractRouterOutputs<typeof serverContract>;
type Group = keyof typeof serverContract;
type Operations<G extends Group> = {
  readonly [O in keyof Inputs[G] & keyof Outputs[G]]: (
    input: Inputs[G][O],
    options?: CallOptions,
  ) => Promise<Result<Outputs[G][O], LinkError>>;
};
type Enrolled = Exclude<Group, 'enrolment'>;

/** The centre as an enrolled terminal sees it: every call of the contract answers a `Result`. */
export type Centre = { readonly [G in Enrolled]: Operations<G> };
/** What needs no token. */
export type EnrolmentDesk = Operations<'enrolment'>;

export interface LineSettings {
  /** Root of the centre, for example https://centre.example. */
  readonly url: string;
  /** Milliseconds from the call until it is given up. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export function enrolmentDesk(line: LineSettings): EnrolmentDesk {
  const client = openLine(line);
  return {
    enrol: (input, options) => attempt(line, 'enrol', options, (o) => client.enrolment.enrol(input, o)),
    token: (input, options) => attempt(line, 'token', options, (o) => client.enrolment.token(input, o)),
  };
}

/** Gets and renews its access token by itself. */
export function centre(line: LineSettings, credentials: Credentials): Centre {
  const client = openLine(line);
  const desk = enrolmentDesk(line);
  const accessToken = new AccessToken(credentials, line.clock, (assertion) =>
    desk.token({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  );

  async function once<T>(operation: string, options: CallOptions | undefined, call: Call<T>): Answer<T> {
    const token = await orCancelled(accessToken.get(), operation, options?.signal);
    // Without a token the request itself was never sent, whatever became of the question for the token.
    if (!token.ok) return err({ ...token.error, outcome: 'notDone' });
    const answer = await attempt(line, operation, options, (o) =>
      call({ ...o, context: { token: token.value } }),
    );
    if (!answer.ok && answer.error.code === 'UNAUTHORIZED') accessToken.forget(token.value);
    return answer;
  }

  /** A token may be refused before its time (the centre restarted): one new one, then it is an answer. */
  async function authorised<T>(
    operation: string,
    options: CallOptions | undefined,
    call: Call<T>,
  ): Answer<T> {
    const first = await once(operation, options, call);
    if (first.ok || first.error.code !== 'UNAUTHORIZED') return first;
    return once(operation, options, call);
  }

  const { reporting, verification, socialInsurance, socialSecurityCard, services, papers, payments } = client;
  return {
    reporting: {
      submit: (input, o) => authorised('submit', o, (c) => reporting.submit(input, c)),
      heartbeat: (input, o) => authorised('heartbeat', o, (c) => reporting.heartbeat(input, c)),
    },
    verification: {
      start: (input, o) => authorised('startVerification', o, (c) => verification.start(input, c)),
      check: (input, o) => authorised('checkVerification', o, (c) => verification.check(input, c)),
      resolveCode: (input, o) => authorised('resolveCode', o, (c) => verification.resolveCode(input, c)),
      photo: (input, o) => authorised('photo', o, (c) => verification.photo(input, c)),
      attest: (input, o) => authorised('attestVerification', o, (c) => verification.attest(input, c)),
    },
    socialSecurityCard: {
      setPin: (input, o) => authorised('setPin', o, (c) => socialSecurityCard.setPin(input, c)),
      pinByKey: (input, o) => authorised('pinByKey', o, (c) => socialSecurityCard.pinByKey(input, c)),
    },
    socialInsurance: {
      participation: (input, o) =>
        authorised('participation', o, (c) => socialInsurance.participation(input, c)),
      printCount: (input, o) => authorised('printCount', o, (c) => socialInsurance.printCount(input, c)),
      issueCertificate: (input, o) =>
        authorised('issueCertificate', o, (c) => socialInsurance.issueCertificate(input, c)),
    },
    services: {
      options: (input, o) => authorised('options', o, (c) => services.options(input, c)),
      company: (input, o) => authorised('company', o, (c) => services.company(input, c)),
      licence: (input, o) => authorised('licence', o, (c) => services.licence(input, c)),
      principal: (input, o) => authorised('principal', o, (c) => services.principal(input, c)),
      releasePrincipal: (input, o) =>
        authorised('releasePrincipal', o, (c) => services.releasePrincipal(input, c)),
      query: (input, o) => authorised('query', o, (c) => services.query(input, c)),
      draft: (input, o) => authorised('draft', o, (c) => services.draft(input, c)),
      issue: (input, o) => authorised('issueDocument', o, (c) => services.issue(input, c)),
      documentByKey: (input, o) => authorised('documentByKey', o, (c) => services.documentByKey(input, c)),
      voidDocument: (input, o) => authorised('voidDocument', o, (c) => services.voidDocument(input, c)),
      submit: (input, o) => authorised('submitService', o, (c) => services.submit(input, c)),
      readyPapers: (input, o) => authorised('readyPapers', o, (c) => services.readyPapers(input, c)),
      readyPaper: (input, o) => authorised('readyPaper', o, (c) => services.readyPaper(input, c)),
      submissionByKey: (input, o) =>
        authorised('submissionByKey', o, (c) => services.submissionByKey(input, c)),
    },
    papers: {
      licences: (input, o) => authorised('licences', o, (c) => papers.licences(input, c)),
      begin: (input, o) => authorised('beginPaper', o, (c) => papers.begin(input, c)),
      addPage: (input, o) => authorised('addPage', o, (c) => papers.addPage(input, c)),
      state: (input, o) => authorised('paperState', o, (c) => papers.state(input, c)),
      page: (input, o) => authorised('paperPage', o, (c) => papers.page(input, c)),
      discard: (input, o) => authorised('discardPaper', o, (c) => papers.discard(input, c)),
    },
    payments: {
      assess: (input, o) => authorised('assess', o, (c) => payments.assess(input, c)),
      post: (input, o) => authorised('postPayment', o, (c) => payments.post(input, c)),
      byKey: (input, o) => authorised('paymentByKey', o, (c) => payments.byKey(input, c)),
      createOrder: (input, o) => authorised('createOrder', o, (c) => payments.createOrder(input, c)),
      order: (input, o) => authorised('order', o, (c) => payments.order(input, c)),
      cancelOrder: (input, o) => authorised('cancelOrder', o, (c) => payments.cancelOrder(input, c)),
      refundOrder: (input, o) => authorised('refundOrder', o, (c) => payments.refundOrder(input, c)),
    },
  };
}

export interface LineContext extends ClientContext {
  token?: string;
}
type Answer<T> = Promise<Result<T, LinkError>>;
type Call<T> = (options: { signal: AbortSignal; context: LineContext }) => Promise<T>;

/**
 * The contract's schemas and what speaks HTTP by them are loaded for the first call: a start does without them until its
 * first screen stands.
 */
function openLine(line: LineSettings): ContractRouterClient<typeof serverContract, LineContext> {
  let link: Promise<ClientLink<LineContext>> | undefined;
  return createORPCClient(
    new DynamicLink<LineContext>(() => {
      link ??= import('./line.ts').then(({ openApiLine }) => openApiLine(line.url));
      return link;
    }),
  );
}

const notSent = (operation: string): LinkError => ({
  kind: 'unreachable',
  code: 'CANCELLED',
  outcome: 'notDone',
  message: `${operation}: given up by the caller before it was sent`,
});

/** A caller who leaves does not wait for a token that other calls wait for too. */
function orCancelled<T>(answer: Answer<T>, operation: string, signal: AbortSignal | undefined): Answer<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const cancel = () => resolve(err(notSent(operation)));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    answer.finally(() => signal.removeEventListener('abort', cancel)).then(resolve, reject);
  });
}

/** One request under a deadline. */
async function attempt<T>(
  line: LineSettings,
  operation: string,
  options: CallOptions | undefined,
  call: Call<T>,
): Answer<T> {
  if (options?.signal?.aborted) return err(notSent(operation));
  const aborter = new AbortController();
  let ended: 'TIMEOUT' | 'CANCELLED' | null = null;
  const end = (why: 'TIMEOUT' | 'CANCELLED') => {
    ended = why;
    aborter.abort();
  };
  const cancel = () => end('CANCELLED');
  const stopDeadline = line.clock.schedule(line.timeoutMs, () => end('TIMEOUT'));
  options?.signal?.addEventListener('abort', cancel, { once: true });
  try {
    return ok(await call({ signal: aborter.signal, context: {} }));
  } catch (thrown) {
    return err(toLinkError(operation, thrown, ended));
  } finally {
    stopDeadline();
    options?.signal?.removeEventListener('abort', cancel);
  }
}
