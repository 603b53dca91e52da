import { Phone, Records } from '../design/drawings.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

export function Working({ screen }: ScreenProps<'working'>) {
  const { words } = useTerminal();
  const title = words.working.tasks[screen.task];
  const pictures = {
    settingPin: <Machine label={title} slot="reading" />,
    fetchingPhoto: <Records label={title} />,
    sendingCode: <Phone label={title} />,
    queryingRecords: <Records label={title} />,
    queryingBills: <Records label={title} />,
    askingLicences: <Records label={title} />,
    fetchingPaper: <Records label={title} />,
    sendingPaper: <Records label={title} />,
    askingRelation: <Records label={title} />,
    askingCentre: <Records label={title} />,
    submitting: <Records label={title} />,
    checkingPrinter: <Machine label={title} paper={0} />,
  };
  return (
    <Stage title={title} explain={words.working.usual(screen.usualSeconds)} picture={pictures[screen.task]} />
  );
}
