import type { LockerRow, NoticeFilter, NoticeList } from './notice-model.ts';
import type { GivenPapers, OpenedPaper, PromiseDetail, PromiseFilter, PromiseList } from './promise-model.ts';
import { type Problem, post, send, useAsked } from './review-server.ts';

/** What the pages of promised and given papers, of messages and of cabinets ask of the server. */

export const usePromises = (show: PromiseFilter, revision: string) =>
  useAsked<PromiseList>(`promises?show=${show}`, revision);
export const usePromise = (key: string, code: string, revision: string) =>
  useAsked<PromiseDetail>(`promises/${key}/${encodeURIComponent(code)}`, revision);
export const useGivenPapers = (key: string, revision: string) =>
  useAsked<GivenPapers>(`matters/${key}/papers`, revision);

export const useNotices = (show: NoticeFilter, revision: string) =>
  useAsked<NoticeList>(`notices?show=${show}`, revision);
export const useLockers = (revision: string) => useAsked<readonly LockerRow[]>('lockers', revision);

export const recordNoticeTold = (id: string, reason: string) =>
  send(`notices/${encodeURIComponent(id)}/told`, { reason });
export const recordCame = (key: string, code: string, reason: string) =>
  send(`promises/${key}/${encodeURIComponent(code)}/came`, { reason });
export const recordTold = (key: string, code: string, reason: string) =>
  send(`promises/${key}/${encodeURIComponent(code)}/told`, { reason });

/** The pages, for this one look; or why not. */
export async function openPaper(
  key: string,
  materialId: string,
  reason: string,
): Promise<{ opened: OpenedPaper | null; problem: Problem }> {
  const path = `matters/${key}/papers/${encodeURIComponent(materialId)}/open`;
  const { answer, problem } = await post<OpenedPaper>(path, { reason });
  return { opened: problem === null ? answer : null, problem };
}
