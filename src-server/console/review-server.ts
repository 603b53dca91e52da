import { useEffect, useState } from 'react';
import type { CashOverview } from './cash-model.ts';
import type { Me, ReviewCaseDetail, ReviewOverview } from './review-model.ts';

/** What the pages of reviewing and of cash ask of the server. */

/** A code of words.ts that says why it was not done; null when it was. */
export type Problem = { readonly code: string; readonly details: readonly string[] } | null;

async function get<T>(path: string): Promise<T | null> {
  const answer = await fetch(`/console/api/${path}`);
  return answer.ok ? ((await answer.json()) as T) : null;
}

interface Answer {
  readonly code?: string;
  readonly problems?: readonly string[];
  readonly failures?: readonly string[];
  readonly password?: string;
}

export async function post<T = unknown>(
  path: string,
  body: unknown,
): Promise<{ problem: Problem; answer: T & Answer }> {
  try {
    const reply = await fetch(`/console/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as T & Answer;
    const code = answer.code ?? 'tryAgain';
    return { answer, problem: reply.ok ? null : { code, details: answer.problems ?? [] } };
  } catch {
    return { answer: {} as T & Answer, problem: { code: 'tryAgain', details: [] } };
  }
}

export const send = async (path: string, body: unknown): Promise<Problem> => (await post(path, body)).problem;

export const decideCase = (id: string, decision: object) => send(`review/cases/${id}/decision`, decision);
export const sendAfterCheck = (id: string, result: 'right' | 'wrong', note: string) =>
  send(`review/cases/${id}/after-check`, { result, note });
export const sendRecallStep = (id: string, step: string, note: string) =>
  send(`review/cases/${id}/recall`, { step, note });
export const proposeRuleSet = (content: string, cases: string) =>
  send('review/rule-sets', { content, cases });
export const approveRuleSet = (sha256: string) => send(`review/rule-sets/${sha256}/approve`, {});
export const testRuleSet = (sha256: string) => send(`review/rule-sets/${sha256}/test`, {});

/** The password for the first sign-in, or why there is none. */
export async function addOperator(name: string): Promise<{ password: string | null; problem: Problem }> {
  const { answer, problem } = await post('operators', { name });
  return { password: answer.password ?? null, problem };
}

/** Asked again whenever `revision` changes; what was known stays until the answer is there. */
export function useAsked<T>(path: string, revision: string): T | null {
  const [known, setKnown] = useState<T | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const answer = await get<T>(path);
      if (current && answer !== null) setKnown(answer);
    };
    ask().catch(() => {});
    return () => {
      current = false;
    };
  }, [path, revision]);
  return known;
}

export const useMe = () => useAsked<Me>('me', '');
export const useReview = (revision: string) => useAsked<ReviewOverview>('review', revision);
/** `terminal` and `trace`: empty for all of them. */
export const useCash = (terminal: string, trace: string, openOnly: boolean, revision: string) => {
  const query = new URLSearchParams({ show: openOnly ? 'open' : 'all' });
  if (terminal !== '') query.set('terminal', terminal);
  if (trace !== '') query.set('trace', trace);
  return useAsked<CashOverview>(`cash?${query}`, revision);
};
export const useCase = (id: string, revision: string) =>
  useAsked<ReviewCaseDetail>(`review/cases/${id}`, revision);
export const useOperators = (revision: string) => useAsked<readonly Me[]>('operators', revision);
