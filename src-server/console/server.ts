import { useEffect, useState } from 'react';
import type { Overview, TransactionDetail } from './model.ts';

export type SignInProblem = 'wrongPassword' | 'newPasswordNeeded' | 'tooManyGuesses' | 'serverSilent';

interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly newPassword?: string;
}

export async function signIn(credentials: Credentials): Promise<SignInProblem | null> {
  const body = JSON.stringify(credentials);
  const headers = { 'content-type': 'application/json' };
  try {
    const answer = await fetch('/console/api/session', { method: 'POST', headers, body });
    if (answer.ok) return null;
    if (answer.status === 401) return 'wrongPassword';
    if (answer.status === 409) return 'newPasswordNeeded';
    return answer.status === 429 ? 'tooManyGuesses' : 'serverSilent';
  } catch {
    return 'serverSilent';
  }
}

export async function signOut(): Promise<void> {
  await fetch('/console/api/session', { method: 'DELETE' });
}

/** A code that makes one terminal known; null when the server refused. */
export async function createEnrolmentCode(): Promise<string | null> {
  const answer = await fetch('/console/api/enrolment-codes', { method: 'POST' });
  return answer.ok ? ((await answer.json()) as { code: string }).code : null;
}

export interface Live {
  readonly overview: Overview | null;
  readonly connected: boolean;
  /** The server wants a password. */
  readonly signedOut: boolean;
}

/** The overview, kept up to date by Server-Sent Events. `visit` opens the stream anew. */
export function useLive(visit: number): Live {
  const [live, setLive] = useState<Live>({ overview: null, connected: false, signedOut: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new visit is a new stream
  useEffect(() => {
    setLive({ overview: null, connected: false, signedOut: false });
    const stream = new EventSource('/console/api/live');
    stream.onmessage = (event) => {
      const overview = JSON.parse(event.data as string) as Overview;
      setLive({ overview, connected: true, signedOut: false });
    };
    stream.onerror = () => {
      // A refused stream is closed for good; a broken one is opened again by the browser.
      const refused = stream.readyState === EventSource.CLOSED;
      setLive((before) => ({ ...before, connected: false, signedOut: refused }));
    };
    return () => stream.close();
  }, [visit]);
  return live;
}

/** The reports of one transaction; asked again whenever `revision` changes. */
export function useDetail(terminalId: string, id: string, revision: string): TransactionDetail | null {
  const [detail, setDetail] = useState<TransactionDetail | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const answer = await fetch(`/console/api/terminals/${terminalId}/transactions/${id}`);
      if (answer.ok && current) setDetail((await answer.json()) as TransactionDetail);
    };
    ask().catch(() => {});
    return () => {
      current = false;
    };
  }, [terminalId, id, revision]);
  return detail;
}
