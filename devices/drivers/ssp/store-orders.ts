import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashCount, CashError } from '../../contract/cash.ts';
import type { CommandOptions } from '../../contract/common.ts';
import { encodeCommand, options as motionOptions } from './commands.ts';
import { canceled, fault, partly, refusal, refused, timeOut, unanswered } from './errors.ts';
import type { Reply } from './exchange.ts';
import { payoutRefusals } from './replies.ts';
import { type MotionEnd, type StoreMotion, total } from './store-motion.ts';
import type { SspUnit } from './unit.ts';

/** How long a payout may take to end after it was told to. */
const haltGraceMs = 15_000;

/** Orders to the payout store. Each is given once; what became of it is asked, never tried again. */
export class StoreOrders {
  readonly #unit: SspUnit;
  readonly #clock: Clock;
  readonly #currency: string;

  constructor(unit: SspUnit, clock: Clock, currency: string) {
    this.#unit = unit;
    this.#clock = clock;
    this.#currency = currency;
  }

  async canPayOut(amount: number): Promise<Result<boolean, CashError>> {
    if (!isAmount(amount)) return err(fault('invalidData', `${amount} is no amount of fen`));
    const reply = await this.#unit.send(this.#payoutCommand(amount, 'test'));
    if (!reply.ok) return err(unanswered('payout test', reply.error, true));
    if (reply.value.name === 'ok') return ok(true);
    const code = reply.value.data[0];
    if (reply.value.name === 'commandCannotBeProcessed' && (code === 0 || code === 1)) return ok(false);
    return err(payoutRefusal(reply.value));
  }

  async payOut(
    amount: number,
    until: number,
    options: CommandOptions,
  ): Promise<Result<readonly CashCount[], CashError>> {
    if (!isAmount(amount)) return err(fault('invalidData', `${amount} is no amount of fen`));
    const ended = await this.#move('payout', amount, this.#payoutCommand(amount, 'real'), until, options);
    if (!ended.ok) return ended;
    const { end, motion, stopped } = ended.value;
    const counts = await this.#unit.dispensed(motion.before, end.value);
    if (counts === null) this.#unit.keepEnd({ ...motion, end });
    if (end.value === amount && counts !== null) return ok(counts);
    const description = `the unit says ${end.event} with ${end.value} of ${amount} fen`;
    if (counts === null) {
      return err(
        refused('cashUnitError', `${description}; its levels do not add up to that`, 'indeterminate'),
      );
    }
    if (stopped !== null) return err(partly({ ...stopped, description }, counts));
    const code = end.event === 'jammed' ? 'transportJammed' : 'cashUnitError';
    return err(partly(refused(code, description), counts));
  }

  async floatDown(
    remaining: number,
    minimum: number,
    until: number,
    options: CommandOptions,
  ): Promise<Result<void, CashError>> {
    if (remaining !== 0 && !isAmount(remaining))
      return err(fault('invalidData', `${remaining} is no amount of fen`));
    if (minimum !== 0 && !isAmount(minimum))
      return err(fault('invalidData', `${minimum} is no amount of fen`));
    const currency = this.#currency;
    const fields = { minimum, value: remaining, currency, option: motionOptions.real };
    const ended = await this.#move('float', remaining, encodeCommand('floatAmount', fields), until, options);
    if (!ended.ok) return ended;
    const { end } = ended.value;
    if (end.event === 'floated') return ok();
    return err(
      refused('cashUnitError', `the unit says ${end.event} with ${end.value} fen moved`, 'indeterminate'),
    );
  }

  async empty(until: number, options: CommandOptions): Promise<Result<readonly CashCount[], CashError>> {
    const ended = await this.#move('empty', 0, encodeCommand('smartEmpty'), until, options);
    if (!ended.ok) return ended;
    const { end, motion } = ended.value;
    const moved = (await this.#unit.movedToCashbox()).filter(({ count }) => count > 0);
    if (end.event === 'smartEmptied' && total(moved) === end.value) return ok(moved);
    this.#unit.keepEnd({ ...motion, end });
    const description = `the unit says ${end.event} with ${end.value} fen, and ${total(moved)} fen in the cashbox`;
    return err(refused('cashUnitError', description, 'indeterminate'));
  }

  #payoutCommand(value: number, option: keyof typeof motionOptions): Uint8Array {
    return encodeCommand('payoutAmount', {
      value,
      currency: this.#currency,
      option: motionOptions[option],
    });
  }

  /** `stopped`: why the driver told the unit to end early. */
  async #move(
    kind: StoreMotion['kind'],
    requestedValue: number,
    command: Uint8Array,
    until: number,
    options: CommandOptions,
  ): Promise<Result<{ end: MotionEnd; motion: StoreMotion; stopped: CashError | null }, CashError>> {
    const levels = await this.#unit.levels();
    if (!levels.ok) return levels;
    if (options.signal?.aborted) return err(canceled());
    const before = levels.value;
    const motion = { kind, requestedValue: kind === 'empty' ? total(before) : requestedValue, before };
    this.#unit.setMotion(motion);
    const ending = this.#end(kind, until, options);
    const reply = await this.#unit.send(command);
    const refusedBy = reply.ok
      ? reply.value.name === 'ok'
        ? null
        : payoutRefusal(reply.value)
      : unanswered(kind, reply.error);
    if (refusedBy !== null) {
      ending.cancel();
      if (refusedBy.outcome === 'notDone') this.#unit.setMotion(null);
      return err(refusedBy);
    }
    const ended = await ending.promise;
    return ended.ok ? ok({ ...ended.value, motion }) : ended;
  }

  /** Waits for the end of a motion; halts a payout that is canceled or late. */
  #end(kind: StoreMotion['kind'], until: number, options: CommandOptions) {
    const clock = this.#clock;
    let stopped: CashError | null = null;
    let finish: (result: Result<{ end: MotionEnd; stopped: CashError | null }, CashError>) => void = () => {};
    const promise = new Promise<Result<{ end: MotionEnd; stopped: CashError | null }, CashError>>(
      (resolve) => {
        finish = resolve;
      },
    );
    let halted = false;
    const late = () => {
      const { motion, ailments } = this.#unit;
      this.#unit.leaveMotion();
      // Nobody takes the note in the bezel: it is the customer's (XFS4IoT: presented), and no other follows it.
      if (halted && ailments.has('noteInBezel') && motion?.moved !== undefined)
        finish(ok({ end: { event: 'halted', value: motion.moved }, stopped }));
      else finish(err(timeOut(options, 'indeterminate')));
    };
    const stop = (why: CashError) => {
      if (stopped !== null || kind !== 'payout') return;
      stopped = why;
      cancelTimer();
      cancelTimer = clock.schedule(haltGraceMs, late);
      void this.#unit.send(encodeCommand('haltPayout')).then((reply) => {
        halted = reply.ok && reply.value.name === 'ok';
      });
    };
    const onAbort = () => stop(fault('canceled', 'canceled while it paid'));
    let cancelTimer = clock.schedule(until - clock.now(), () => {
      if (kind === 'payout') stop(timeOut(options, 'notDone'));
      else late();
    });
    const stopNews = this.#unit.news.add((news) => {
      if (news.type === 'motionEnded') finish(ok({ end: news.end, stopped }));
      else if (news.type === 'down') finish(err(fault('deviceNotReady', news.description, 'indeterminate')));
    });
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const cancel = () => {
      cancelTimer();
      stopNews();
      options.signal?.removeEventListener('abort', onAbort);
    };
    void promise.then(cancel);
    return { promise, cancel };
  }
}

function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && amount <= 0xffff_ffff;
}

function payoutRefusal(reply: Reply): CashError {
  const [code] = reply.data;
  if (reply.name !== 'commandCannotBeProcessed' || code === undefined) return refusal('payout store', reply);
  const description = payoutRefusals[code] ?? `refused with ${code}`;
  if (code === 0 || code === 1) return refused('notDispensable', description);
  return code === 3 ? fault('sequenceError', description) : refused('cashUnitError', description);
}
