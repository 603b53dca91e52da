import { useState } from 'react';
import { useSpeech } from './language.tsx';
import { createEnrolmentCode } from './server.ts';

/** A button that draws a code, and the code, until it is put away. */
export function Enrolment() {
  const { say } = useSpeech();
  const [code, setCode] = useState<string | null>(null);
  if (code === null)
    return (
      <button type="button" className="quiet" onClick={async () => setCode(await createEnrolmentCode())}>
        {say('enrol')}
      </button>
    );
  return (
    <p className="enrolment" role="status">
      <strong>{code}</strong> {say('enrolmentCode')}{' '}
      <button type="button" className="quiet" onClick={() => setCode(null)}>
        {say('close')}
      </button>
    </p>
  );
}
