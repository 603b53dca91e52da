import { CameraDesk } from '../../devices/transport/camera-desk.ts';
import type { Clock } from '../../src-shared/clock.ts';
import type { BootProblem } from './boot.ts';
import { Stage } from './session/stage.ts';
import type { Terminal } from './terminal.ts';

/** Nothing of the site may be believed when its files are wrong, so the words are our own. */
const unknownSite = {
  number: '----',
  place: { zh: '自助服务终端', en: 'Self-service terminal' },
  hotline: '12333',
};

/**
 * What a machine shows that must not start: one screen that says so, with no device opened and no file touched.
 * The reasons stand on the error output for the technician; the screen has only their kind.
 */
export function outOfService(problem: BootProblem, clock: Clock): Terminal {
  const stage = new Stage({ clock, terminal: unknownSite, specimen: true, onAssistance: () => {} });
  stage.present(
    {
      screen: { kind: 'outOfService', reason: problem.reason, reference: problem.lines[0] ?? '' },
      trail: null,
      principal: null,
      canGoBack: false,
      canLeave: false,
    },
    () => false,
  );
  return {
    async router() {
      const { terminalRouter } = await import('./router.ts');
      return terminalRouter(stage, async () => [], new CameraDesk());
    },
    stage,
    cameraWanted: () => false,
    onRendererLost: () => {},
    stop: async () => {},
  };
}
