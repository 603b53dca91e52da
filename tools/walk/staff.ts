import type { WalkGround } from './ground.ts';
import { staffPin } from './robot.ts';

/** Staff lay the paper of a matter into the cabinet, at the screens that they have for it. */
export async function layIntoLocker(
  { session, clock, passUntil, report }: WalkGround,
  number: string,
): Promise<void> {
  const { act, stage, lockerUnit } = session;
  const screen = () => stage.view.screen;
  await passUntil(() => screen().kind === 'attract', 600_000);
  await act({ type: 'openStaff' });
  await act({ type: 'staffSignIn', pin: staffPin });
  // The PIN is hashed by a thread of the operating system, which virtual time does not move.
  while (screen().kind !== 'staff') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(0);
  }
  await act({ type: 'staffOpenLocker' });
  await act({ type: 'staffLoadLocker', number });
  const opened = () => {
    const now = screen();
    return now.kind === 'staffLocker' && (now.busy?.phase === 'empty' || now.problem !== null);
  };
  await passUntil(opened);
  const open = screen();
  if (open.kind !== 'staffLocker' || open.busy === null)
    throw new Error(`not laid in: ${JSON.stringify(open)}`);
  lockerUnit.set('at', String(open.busy.compartment));
  lockerUnit.set('putIn', true);
  lockerUnit.set('closeDoor', true);
  await passUntil(() => {
    const now = screen();
    return now.kind === 'staffLocker' && now.last !== null;
  });
  await report();
  await act({ type: 'back' });
  await passUntil(() => screen().kind === 'staff');
  await act({ type: 'back' });
}
