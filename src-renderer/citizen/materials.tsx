import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './materials.css';

type Material = ScreenProps<'materials'>['screen']['materials'][number];

/** The papers of a matter, and what can be done about each here. */
export function Materials({ screen }: ScreenProps<'materials'>) {
  const { words, act } = useTerminal();
  const { materials } = words;
  const complete = screen.materials.every(({ state }) => state !== 'missing');
  return (
    <Stage
      title={materials.title}
      explain={materials.explain}
      action={
        <Button look="main" disabled={!complete} onPress={() => act({ type: 'next' })}>
          {complete ? materials.next : materials.needed}
        </Button>
      }
    >
      {screen.materials.map((material) => (
        <MaterialCard key={material.id} material={material} />
      ))}
    </Stage>
  );
}

function MaterialCard({ material }: { readonly material: Material }) {
  const { words, say, act } = useTerminal();
  const { materials } = words;
  const { id, state, ways, dueDate, consequence } = material;
  const promised = state === 'promised';
  return (
    <section className={`material ${state}`}>
      <h2>{say(material.name)}</h2>
      <p className="material-state">{materials.states[state]}</p>
      {promised && dueDate !== null && <p className="material-due">{materials.due(dueDate)}</p>}
      {consequence !== null && <p className="material-consequence">{say(consequence)}</p>}
      {ways.includes('promise') && (
        <Button
          look={promised ? 'plain' : 'main'}
          onPress={() => act({ type: 'chooseMaterial', id, way: 'promise' })}
        >
          {promised ? materials.revoke : materials.promise}
        </Button>
      )}
      {ways.length === 0 && state === 'missing' && <Banner tone="warning">{materials.none}</Banner>}
    </section>
  );
}
