import { LockerPicture } from '../design/locker.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

/** Which door, and what the hands have to do before it. */
export function PickUp({ screen }: ScreenProps<'pickUp'>) {
  const { words, say } = useTerminal();
  const { pickUp } = words;
  const { compartment, compartments, phase, reminders, itemName } = screen;
  const titles = reminders > 0 ? pickUp.reminders : pickUp.titles;
  return (
    <Stage
      title={titles[phase](compartment)}
      explain={
        <>
          {pickUp.explains[phase]}
          <br />
          {say(itemName)}
        </>
      }
      picture={
        <LockerPicture
          label={pickUp.picture(compartment)}
          compartment={compartment}
          compartments={compartments}
          phase={phase}
        />
      }
    />
  );
}
