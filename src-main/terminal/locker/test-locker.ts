import { ok } from '../../../src-shared/result.ts';
import { openSession, type TestSession } from '../session/test-session.ts';
import { writeLockerPaper } from './compartments.ts';

export const card = { zh: '敬老卡（老年人优待证）申领', en: 'Senior card application' };
const licence = { zh: '个体工商户设立登记', en: 'Individual business registration' };
/** The matter whose paper lies in compartment 7. */
export const matter = 'YPSL2026112000001';
export const secondMatter = 'YPSL2026112000002';
const place = { zh: '样本区政务服务中心 3 号窗口', en: 'Counter 3' };

/** A terminal with a cabinet; in compartment 7, and in 9, lies a paper of whoever comes. */
export async function openLockerSession(
  options: Parameters<typeof openSession>[1] = {},
): Promise<TestSession> {
  const session = await openSession(undefined, { lockerFilled: [7, 9], ...options });
  layIn(session, 7, matter);
  layIn(session, 9, secondMatter);
  session.centre.found = ok({
    state: 'found',
    sheet: {
      title: { zh: '办件进度', en: 'Progress' },
      sections: [{ kind: 'note', text: { zh: '见下页', en: 'See below' } }],
    },
  });
  session.centre.ready = [
    { number: matter, itemName: card, place },
    { number: secondMatter, itemName: licence, place },
  ];
  return session;
}

/** As staff left it. */
export function layIn(session: TestSession, compartment: number, number: string): void {
  session.disk.store.commit((write) => {
    write.addLockerPaper({ compartment, matter: number, by: 'staff' });
    const said = { by: 'staff', transactionId: null, evidence: [] } as const;
    writeLockerPaper(write, { compartment, matter: number }, 'inside', said);
  });
}

/** As the person of the card, up to the papers that are ready. */
export async function toReadyPapers(session: TestSession) {
  const { act, until } = session;
  await act({ type: 'start' });
  await act({ type: 'chooseItem', code: 'HAL-QRY-001' });
  await act({ type: 'next' });
  await act({ type: 'next' });
  session.lay();
  await until('verify');
  await act({ type: 'submitCode', code: '123456' });
  await until('result');
  await act({ type: 'next' });
  return until('readyPapers');
}

export async function openDoor(session: TestSession, number = matter): Promise<void> {
  await session.act({ type: 'openCompartment', number });
}

/** What hands do before a compartment. */
export function hands(session: TestSession, compartment: number, ...does: readonly string[]): void {
  session.lockerUnit.set('at', String(compartment));
  for (const one of does) session.lockerUnit.set(one, true);
}

export const papersIn = ({ disk }: TestSession) =>
  disk.store.read.lockerPapers().map(({ compartment, state }) => `${compartment} ${state}`);

export function lockerReports({ disk }: TestSession): string[] {
  return disk.store.read
    .unsentReports(1_000)
    .filter(({ kind }) => kind === 'locker')
    .map(({ body }) => `${body.matter} ${body.state} ${body.by}`)
    .slice(2);
}

export const pickUpsOf = ({ disk }: TestSession) =>
  disk.store.read
    .unfinishedTransactions()
    .flatMap(({ id }) => disk.store.read.intentsOf(id))
    .filter(({ step }) => step === 'pickUp')
    .map(({ outcome }) => outcome);
