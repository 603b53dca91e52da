import { useState } from 'react';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './materials.css';

type Material = ScreenProps<'materials'>['screen']['materials'][number];

/** The papers of a matter, and what can be done about each here. */
export function Materials({ screen }: ScreenProps<'materials'>) {
  const { words, act } = useTerminal();
  const { materials } = words;
  const [chosen, setChosen] = useState<string | null>(null);
  const missing = screen.materials.find(({ state }) => state === 'missing');
  const complete = missing === undefined;
  // One paper at a time, the first that is missing; a single one is always open.
  const open = screen.materials.length === 1 ? screen.materials[0]?.id : (chosen ?? missing?.id);
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
      {screen.licencesUnavailable && <Banner tone="warning">{materials.licencesUnavailable}</Banner>}
      {screen.materials.map((material) =>
        material.id === open ? (
          <MaterialCard key={material.id} material={material} onDone={() => setChosen(null)} />
        ) : (
          <MaterialRow key={material.id} material={material} onOpen={() => setChosen(material.id)} />
        ),
      )}
    </Stage>
  );
}

function MaterialRow({ material, onOpen }: { readonly material: Material; readonly onOpen: () => void }) {
  const { words, say } = useTerminal();
  const { materials } = words;
  const { state, name, dueDate } = material;
  return (
    <section className={`material-row ${state}`}>
      <h2>{say(name)}</h2>
      <p className="material-state">
        {state === 'promised' && dueDate !== null ? materials.due(dueDate) : materials.states[state]}
      </p>
      <Button onPress={onOpen}>{state === 'missing' ? materials.choose : materials.change}</Button>
    </section>
  );
}

function MaterialCard({ material, onDone }: { readonly material: Material; readonly onDone: () => void }) {
  const { words, say, act } = useTerminal();
  const { materials } = words;
  const { id, state, ways, licence, pages, dueDate, consequence } = material;
  const promised = state === 'promised';
  const used = state === 'eLicence';
  const mayFollow = (promised || state === 'missing') && ways.includes('promise');
  const choose = (way: (typeof ways)[number]) => () => {
    act({ type: 'chooseMaterial', id, way });
    onDone();
  };
  return (
    <section className={`material ${state}`}>
      <h2>{say(material.name)}</h2>
      <p className="material-state">{materials.states[state]}</p>
      {promised && dueDate !== null && <p className="material-due">{materials.due(dueDate)}</p>}
      {licence !== null && (
        <div className={`material-licence ${licence.state}`}>
          <p className="material-licence-state">
            <Icon name={licence.state === 'valid' ? 'tick' : 'warning'} />
            {materials.licences[licence.state]}
          </p>
          <p>{materials.licence(say(licence.issuer), licence.numberMasked)}</p>
          <p>{materials.validUntil(licence.validUntil)}</p>
        </div>
      )}
      {pages > 0 && <p className="material-due">{materials.pages(pages)}</p>}
      {mayFollow && dueDate !== null && consequence !== null && (
        <p className="material-consequence">
          {!promised && `${materials.mayFollow(dueDate)} `}
          {say(consequence)}
        </p>
      )}
      <div className="material-ways">
        {ways.includes('eLicence') && (
          <Button look={used ? 'plain' : 'main'} onPress={choose('eLicence')}>
            {used ? materials.dropLicence : materials.useLicence}
          </Button>
        )}
        {ways.includes('scan') && !used && (
          <Button
            look={state === 'missing' && !ways.includes('eLicence') ? 'main' : 'plain'}
            onPress={choose('scan')}
          >
            {state === 'uploaded' ? materials.scanAgain : materials.scan}
          </Button>
        )}
        {ways.includes('phone') && !used && (
          <Button
            look={
              state === 'missing' && !ways.includes('eLicence') && !ways.includes('scan') ? 'main' : 'plain'
            }
            onPress={choose('phone')}
          >
            {state === 'uploaded' ? materials.phoneAgain : materials.phone}
          </Button>
        )}
        {mayFollow && (
          <Button onPress={choose('promise')}>{promised ? materials.revoke : materials.promise}</Button>
        )}
      </div>
      {ways.length === 0 && state === 'missing' && <Banner tone="warning">{materials.none}</Banner>}
    </section>
  );
}
