import { join } from 'node:path';
import { layTestDatabase } from '../../src-server/store/test-database.ts';
import { startWorld, type World, type WorldOptions } from '../../tools/world.ts';

/**
 * The world of one script in `directory`, on free ports. Its database is a copy of an empty one: to make it costs seconds.
 * `main-flow.ts` lets the server make its own, as on a new machine.
 */
export async function openWorld(
  directory: string,
  options: Pick<WorldOptions, 'photoDirectory'> & {
    readonly newMachine?: boolean;
    /** What was at the centre before; told its folder. */
    readonly before?: (serverDirectory: string) => Promise<void>;
  } = {},
): Promise<World> {
  const { newMachine = false, before, ...rest } = options;
  const serverDirectory = join(directory, 'server');
  if (!newMachine) await layTestDatabase(serverDirectory);
  await before?.(serverDirectory);
  return startWorld({
    ...rest,
    directory,
    ports: { server: 0, bench: 0, printer: 0 },
    operatorPassword: 'specimen-20261122',
    progress: () => {},
  });
}
