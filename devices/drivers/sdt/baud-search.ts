import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Reply } from './codec.ts';
import type { ExchangeFault } from './exchange.ts';

/** Those that the set-baud commands of SDT name. */
const knownRates = [115_200, 57_600, 38_400, 19_200, 9_600];

/**
 * Asks the module for a sign of life at the rate `first` and, where the line can change its rate, at the others
 * of SDT. Only the question for the module's status is sent, which changes nothing. A module at another rate
 * sees noise.
 */
export async function searchBaudRate(
  line: Pick<Transport, 'setBaudRate'>,
  first: number,
  ask: (baudRate: number) => Promise<Result<Reply, ExchangeFault>>,
): Promise<Result<{ readonly baudRate: number; readonly reply: Reply }, string>> {
  const rates = line.setBaudRate ? [first, ...knownRates.filter((rate) => rate !== first)] : [first];
  const silent: string[] = [];
  for (const baudRate of rates) {
    const set = (await line.setBaudRate?.(baudRate)) ?? ok();
    if (!set.ok) return err(set.error.description);
    const reply = await ask(baudRate);
    if (reply.ok) return ok({ baudRate, reply: reply.value });
    silent.push(`at ${baudRate}: ${reply.error.description}`);
    if (reply.error.kind === 'lineLost') break;
  }
  return err(silent.join('; '));
}
