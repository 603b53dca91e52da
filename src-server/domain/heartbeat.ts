import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { cashState } from '../../src-shared/contract/cash-unit.ts';
import { deviceSummary, limitation } from '../../src-shared/view.ts';
import type { Schema } from '../store/schema.ts';

/** What a terminal last said of itself, as it is kept. */
export const heartbeat = z.object({
  softwareVersion: z.string(),
  screen: z.string(),
  limitations: z.array(limitation),
  devices: z.array(deviceSummary),
  openJobs: z.int(),
  unsentReports: z.int(),
  cash: cashState.nullable().default(null),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** Received when it arrives: the clock of a terminal may be wrong. */
export async function recordHeartbeat(
  db: Kysely<Schema>,
  clock: Clock,
  terminalId: string,
  said: Heartbeat,
): Promise<void> {
  await db
    .updateTable('terminal')
    .set({ heartbeat_at: new Date(clock.now()), heartbeat: JSON.stringify(heartbeat.parse(said)) })
    .where('id', '=', terminalId)
    .execute();
}
