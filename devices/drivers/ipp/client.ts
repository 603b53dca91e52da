import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { boolean, groupsOf, integer, numberOf, stringsOf, text } from './attributes.ts';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import { type JobReport, jobReport, type PrinterReport, printerReport } from './reports.ts';
import type { IppAttribute, IppGroup, IppMessage } from './values.ts';

/** Operations of RFC 8011 that we use. */
export const operations = {
  validateJob: 0x0004,
  createJob: 0x0005,
  sendDocument: 0x0006,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

export const statusCodes = { notFound: 0x0406, busy: 0x0507 } as const;

export interface IppFailure {
  /**
   * `notSent`: the printer was not reached and has done nothing. `unanswered`: it may have acted on it.
   * `refused`: it said no. `malformed`: it answered, and not in IPP.
   */
  readonly kind: 'notSent' | 'unanswered' | 'refused' | 'malformed';
  /** IPP status code of a refusal. */
  readonly status: number | null;
  readonly description: string;
}

export interface RequestOptions {
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** No answer to what we ask is longer. */
const answerBytesMax = 1_048_576;

/** A printer's IPP service: one HTTP exchange per operation, each on a connection of its own. */
export class IppClient {
  readonly #printerUri: string;
  readonly #url: URL;
  readonly #clock: Clock;
  #requestId = 0;

  /** `uri` is ipp:// or ipps://, port 631 unless it says so. Certificates are checked as for any https. */
  constructor(uri: string, clock: Clock) {
    const parsed = new URL(uri);
    if (parsed.protocol !== 'ipp:' && parsed.protocol !== 'ipps:')
      throw new Error(`a printer's URI begins with ipp:// or ipps://, not ${parsed.protocol}//`);
    const scheme = parsed.protocol === 'ipps:' ? 'https' : 'http';
    this.#printerUri = uri;
    this.#url = new URL(`${scheme}://${parsed.hostname}:${parsed.port || '631'}${parsed.pathname}`);
    this.#clock = clock;
  }

  async getPrinter(options: RequestOptions): Promise<Result<PrinterReport, IppFailure>> {
    const answer = await this.#ask(operations.getPrinterAttributes, options, {
      operation: [
        text(
          'requested-attributes',
          'keyword',
          'printer-state',
          'printer-state-reasons',
          'printer-is-accepting-jobs',
          'printer-input-tray',
          'printer-supply',
          'marker-levels',
          'marker-names',
          'marker-types',
          'media-source-supported',
          'job-creation-attributes-supported',
        ),
      ],
    });
    return answer.ok ? ok(printerReport(groupsOf(answer.value, 'printer')[0])) : answer;
  }

  /** Would this job be taken as it is? Nothing is created. */
  async validateJob(
    jobName: string,
    template: readonly IppAttribute[],
    options: RequestOptions,
  ): Promise<Result<void, IppFailure>> {
    const answer = await this.#ask(operations.validateJob, options, {
      operation: [...jobNamed(jobName), text('document-format', 'mimeMediaType', 'application/pdf')],
      job: template,
    });
    return answer.ok ? ok() : answer;
  }

  /** The job's id. Nothing is printed before its document comes. */
  async createJob(
    jobName: string,
    template: readonly IppAttribute[],
    options: RequestOptions,
  ): Promise<Result<number, IppFailure>> {
    const answer = await this.#ask(operations.createJob, options, {
      operation: jobNamed(jobName),
      job: template,
    });
    if (!answer.ok) return answer;
    const jobId = numberOf(groupsOf(answer.value, 'job')[0], 'job-id');
    return jobId === null ? err(malformed('the printer made a job and gave no job-id')) : ok(jobId);
  }

  async sendDocument(
    jobId: number,
    pdf: Uint8Array,
    options: RequestOptions,
  ): Promise<Result<void, IppFailure>> {
    const answer = await this.#ask(operations.sendDocument, options, {
      operation: [
        integer('job-id', jobId),
        user,
        text('document-format', 'mimeMediaType', 'application/pdf'),
        boolean('last-document', true),
      ],
      data: pdf,
    });
    return answer.ok ? ok() : answer;
  }

  async getJob(jobId: number, options: RequestOptions): Promise<Result<JobReport, IppFailure>> {
    const answer = await this.#ask(operations.getJobAttributes, options, {
      operation: [integer('job-id', jobId), user, jobAttributes],
    });
    if (!answer.ok) return answer;
    const report = jobReport(groupsOf(answer.value, 'job')[0]);
    return report === null ? err(malformed(`the printer does not say how job ${jobId} stands`)) : ok(report);
  }

  async getJobs(
    which: 'completed' | 'not-completed',
    options: RequestOptions,
  ): Promise<Result<readonly JobReport[], IppFailure>> {
    const answer = await this.#ask(operations.getJobs, options, {
      operation: [user, text('which-jobs', 'keyword', which), jobAttributes],
    });
    if (!answer.ok) return answer;
    const reports = groupsOf(answer.value, 'job').map(jobReport);
    return ok(reports.filter((report) => report !== null));
  }

  async cancelJob(jobId: number, options: RequestOptions): Promise<Result<void, IppFailure>> {
    const answer = await this.#ask(operations.cancelJob, options, {
      operation: [integer('job-id', jobId), user],
    });
    return answer.ok ? ok() : answer;
  }

  async #ask(
    operation: number,
    options: RequestOptions,
    content: {
      readonly operation: readonly IppAttribute[];
      readonly job?: readonly IppAttribute[];
      readonly data?: Uint8Array;
    },
  ): Promise<Result<IppMessage, IppFailure>> {
    // Kept here: questions overlap, and each answer must match its own.
    const requestId = (this.#requestId % 0x7fffffff) + 1;
    this.#requestId = requestId;
    const groups: IppGroup[] = [
      {
        tag: 'operation',
        // RFC 8011 4.1.4: these two come first, then the target.
        attributes: [
          text('attributes-charset', 'charset', 'utf-8'),
          text('attributes-natural-language', 'naturalLanguage', 'zh-cn'),
          text('printer-uri', 'uri', this.#printerUri),
          ...content.operation,
        ],
      },
      ...(content.job === undefined ? [] : [{ tag: 'job' as const, attributes: content.job }]),
    ];
    const request = encodeIpp({
      version: [2, 0],
      code: operation,
      requestId,
      groups,
      data: content.data ?? new Uint8Array(0),
    });
    const body = await this.#post(request, options);
    if (!body.ok) return body;
    const answer = decodeIpp(body.value);
    if (!answer.ok) return err(malformed(answer.error));
    if (answer.value.requestId !== requestId)
      return err(malformed(`the answer is to request ${answer.value.requestId}, not to ${requestId}`));
    if (answer.value.code < 0x0100) return answer;
    return err(refused(answer.value));
  }

  #post(body: Uint8Array, options: RequestOptions): Promise<Result<Uint8Array, IppFailure>> {
    return new Promise((resolve) => {
      let connected = false;
      const fail = (description: string) =>
        finish(err({ kind: connected ? 'unanswered' : 'notSent', status: null, description }));
      const finish = (result: Result<Uint8Array, IppFailure>) => {
        stopTimer();
        options.signal?.removeEventListener('abort', onAbort);
        outgoing.destroy();
        resolve(result);
      };
      const onAbort = () => fail('canceled');
      const request = this.#url.protocol === 'https:' ? httpsRequest : httpRequest;
      const outgoing = request(this.#url, {
        method: 'POST',
        agent: false,
        headers: { 'Content-Type': 'application/ipp', 'Content-Length': body.length, Connection: 'close' },
      });
      const stopTimer = this.#clock.schedule(options.timeoutMs, () =>
        fail(`no answer within ${options.timeoutMs} ms`),
      );
      outgoing.on('socket', (socket) =>
        socket.once(this.#url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          connected = true;
        }),
      );
      outgoing.on('error', (error) => fail(error.message));
      outgoing.on('response', (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          parts.push(part);
          size += part.length;
          if (size > answerBytesMax)
            finish(err(malformed(`an answer of more than ${answerBytesMax} octets`)));
        });
        response.on('error', (error) => fail(error.message));
        response.on('aborted', () => fail('the answer broke off'));
        response.on('end', () =>
          response.statusCode === 200
            ? finish(ok(Uint8Array.from(Buffer.concat(parts))))
            : finish(err(malformed(`HTTP status ${response.statusCode}`))),
        );
      });
      if (options.signal?.aborted === true) return onAbort();
      options.signal?.addEventListener('abort', onAbort, { once: true });
      outgoing.end(body);
    });
  }
}

const user = text('requesting-user-name', 'nameWithoutLanguage', 'zerowindow');

/** `fidelity`: better a refusal than a certificate on letter paper or on both sides. */
function jobNamed(jobName: string): readonly IppAttribute[] {
  return [user, text('job-name', 'nameWithoutLanguage', jobName), boolean('ipp-attribute-fidelity', true)];
}

const jobAttributes = text(
  'requested-attributes',
  'keyword',
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
);

function malformed(description: string): IppFailure {
  return { kind: 'malformed', status: null, description };
}

function refused(answer: IppMessage): IppFailure {
  const code = `0x${answer.code.toString(16).padStart(4, '0')}`;
  const [message] = stringsOf(groupsOf(answer, 'operation')[0], 'status-message');
  const unsupported = groupsOf(answer, 'unsupported').flatMap((group) =>
    group.attributes.map(({ name }) => name),
  );
  const why = [message, ...unsupported.map((name) => `unsupported ${name}`)].filter(Boolean).join(', ');
  return { kind: 'refused', status: answer.code, description: `status ${code}${why ? `: ${why}` : ''}` };
}
