import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, Platform } from 'electron-builder';
import { buildIfStale } from './build.ts';
import { ensureElectron } from './electron-runtime.ts';
import { projectDirectory } from './host.ts';

/**
 * Packs the application for this system out of the Electron that tools/electron-runtime.ts finds, without the
 * network; returns the folder. With `installers` every target of electron-builder.yml for this system is made
 * too, whose tools electron-builder downloads.
 */
export async function packApplication(
  progress: (line: string) => void,
  options: { installers: boolean },
): Promise<string> {
  await buildIfStale(progress);
  const runtime = await ensureElectron(progress);
  progress(runtime.notice);
  let folder = '';
  await build({
    projectDir: projectDirectory,
    targets: Platform.current().createTarget(options.installers ? null : ['dir']),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      electronDist: runtime.directory,
      electronVersion: runtime.version,
      afterPack: async ({ appOutDir }) => {
        folder = appOutDir;
        rmSync(join(appOutDir, 'resources', 'default_app.asar'), { force: true });
      },
    },
  });
  return folder;
}

/** electron-builder would download a 7-Zip for this. */
function archive(folder: string): string {
  const file = `${folder}.tar.gz`;
  const { status } = spawnSync('tar', ['-czf', file, '-C', folder, '.'], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`tar ended with ${status}`);
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = await packApplication(console.log, { installers: process.argv.includes('--installers') });
  console.log(folder);
  if (process.platform === 'linux') console.log(archive(folder));
}
