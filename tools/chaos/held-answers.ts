import { ServerResponse } from 'node:http';

/** A question with this header is done and not answered: whoever asked is told on the channel to the parent that it is done. */
export const holdHeader = 'x-chaos-hold';

const { end } = ServerResponse.prototype;

/** Loaded into the real server before its program, so that it can be killed between its commit and its answer. */
export function holdAnswers(done: () => void): void {
  ServerResponse.prototype.end = function held(this: ServerResponse, ...rest: unknown[]) {
    if (this.req.headers[holdHeader] === undefined) return Reflect.apply(end, this, rest);
    done();
    return this;
  };
}
