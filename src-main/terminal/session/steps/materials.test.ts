import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Licence } from '../../../../src-shared/contract/papers.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { toPapers } from '../test-papers.ts';
import { openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

const licence = (state: Licence['state']): Licence => ({
  licenceId: 'YPZZ000001',
  materialId: 'photo',
  issuer: { zh: '样本市公安局', en: 'Specimen City Police' },
  numberMasked: 'YPZ*********0001',
  validUntil: '2030-12-31',
  state,
});
const toMaterials = () => toPapers(session);
const choose = (way: 'eLicence' | 'phone' | 'scan' | 'promise') =>
  session.act({ type: 'chooseMaterial', id: 'photo', way });
const material = async (state: ScreenOf<'materials'>['materials'][number]['state']) =>
  (await session.until('materials', ({ materials }) => materials[0]?.state === state)).materials[0];

async function handIn() {
  await session.act({ type: 'next' });
  await session.until('declaration');
  await session.act({ type: 'next' });
  await session.until('outcome');
  return [...session.centre.submitted.values()][0];
}

/** The phone sends so many files, and says whether this is all. */
function phoneSends(count: number, all: boolean): string {
  const [paperId] = [...session.centre.begunPapers.keys()].slice(-1);
  const paper = session.centre.begunPapers.get(paperId ?? '');
  if (paperId === undefined || paper === undefined) throw new Error('nothing was begun');
  for (let sent = 0; sent < count; sent++) paper.pages.push({ kind: 'jpeg', bytes: 1_000, sheets: 1 });
  if (all) paper.state = 'given';
  return paperId;
}

describe('an e-licence', () => {
  it('that is there needs no paper, once the citizen agrees to its use', async () => {
    session.centre.licences = [licence('valid')];
    const { materials } = await toMaterials();
    expect(materials[0]).toMatchObject({
      state: 'missing',
      ways: ['eLicence', 'phone', 'promise'],
      licence: { numberMasked: 'YPZ*********0001', state: 'valid' },
    });
    await choose('eLicence');
    await material('eLicence');
    expect((await handIn())?.papers).toEqual([
      { kind: 'eLicence', materialId: 'photo', licenceId: 'YPZZ000001' },
    ]);
  });

  it('is taken back by the same button, and replaced by a promise', async () => {
    session.centre.licences = [licence('valid')];
    await toMaterials();
    await choose('eLicence');
    await material('eLicence');
    await choose('eLicence');
    await material('missing');
    await choose('eLicence');
    await choose('promise');
    await material('promised');
    expect(await handIn()).toMatchObject({ papers: [], promises: ['photo'] });
  });

  it.each(['expired', 'revoked'] as const)(
    'that is %s is shown as such and cannot be chosen',
    async (state) => {
      session.centre.licences = [licence(state)];
      const { materials } = await toMaterials();
      expect(materials[0]).toMatchObject({ ways: ['phone', 'promise'], licence: { state } });
      await choose('eLicence');
      expect((await session.until('materials')).materials[0]?.state).toBe('missing');
    },
  );

  it('cannot be looked up: it says so, and the other ways are there', async () => {
    session.centre.refuse.licences = 'AUTHORITY_UNAVAILABLE';
    const screen = await toMaterials();
    expect(screen).toMatchObject({
      licencesUnavailable: true,
      materials: [{ ways: ['phone', 'promise'], licence: null }],
    });
  });

  it.each(['phone', 'promise'] as const)('cannot be looked up: the matter goes on by %s', async (way) => {
    session.centre.refuse.licences = 'AUTHORITY_UNAVAILABLE';
    await toMaterials();
    // What is not offered cannot be had.
    await choose('eLicence');
    expect((await session.until('materials')).materials[0]?.state).toBe('missing');
    await choose(way);
    let paperId = '';
    if (way === 'phone') {
      await session.until('paperPhone', ({ state }) => state === 'waiting');
      paperId = phoneSends(1, true);
      await session.until('paperPreview');
      await session.act({ type: 'next' });
      await material('uploaded');
    } else expect(await material('promised')).toMatchObject({ dueDate: expect.any(String) });
    expect((await session.until('materials')).licencesUnavailable).toBe(true);
    expect(await handIn()).toMatchObject(
      way === 'phone'
        ? { papers: [{ kind: 'upload', materialId: 'photo', paperId }], promises: [] }
        : { papers: [], promises: ['photo'] },
    );
  });

  it('can be looked up again when the citizen comes back to the papers', async () => {
    session.centre.refuse.licences = 'AUTHORITY_UNAVAILABLE';
    await toMaterials();
    await session.act({ type: 'back' });
    await session.until('field', ({ field }) => field.id === 'phone');
    delete session.centre.refuse.licences;
    session.centre.licences = [licence('valid')];
    await session.act({ type: 'answer', answer: '13800000001' });
    expect(await session.until('materials')).toMatchObject({
      licencesUnavailable: false,
      materials: [{ ways: ['eLicence', 'phone', 'promise'] }],
    });
  });

  it('withdrawn meanwhile: the papers are asked for again', async () => {
    session.centre.licences = [licence('valid')];
    await toMaterials();
    await choose('eLicence');
    await session.act({ type: 'next' });
    await session.until('declaration');
    session.centre.refuse.submit = 'PAPERS_MISSING';
    await session.act({ type: 'next' });
    await material('missing');
  });
});

describe('from the phone', () => {
  it('a code, what came so far, a look at it, and it is given', async () => {
    await toMaterials();
    await choose('phone');
    const code = await session.until('paperPhone', ({ state }) => state === 'waiting');
    expect(code).toMatchObject({ link: 'https://centre.example/papers/1', pages: 0 });
    phoneSends(1, false);
    await session.until('paperPhone', ({ pages }) => pages === 1);
    const paperId = phoneSends(1, true);
    expect(await session.until('paperPreview')).toMatchObject({
      page: 0,
      pages: 2,
      picture: { kind: 'jpeg' },
    });
    await session.act({ type: 'showPage', page: 1 });
    await session.until('paperPreview', ({ page }) => page === 1);
    await session.act({ type: 'next' });
    expect(await material('uploaded')).toMatchObject({ pages: 2 });
    expect((await handIn())?.papers).toEqual([{ kind: 'upload', materialId: 'photo', paperId }]);
  });

  it('that is not clear is thrown away, and a new code comes', async () => {
    await toMaterials();
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    const first = phoneSends(1, true);
    await session.until('paperPreview');
    await session.act({ type: 'retry' });
    const code = await session.until('paperPhone', ({ state }) => state === 'waiting');
    expect(code.link).toBe('https://centre.example/papers/2');
    expect([...session.centre.begunPapers.keys()]).not.toContain(first);
  });

  it('too late: it says so and offers a new code', async () => {
    await toMaterials();
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    session.centre.begunPapers.clear();
    await session.until('paperPhone', ({ state }) => state === 'expired');
    await session.act({ type: 'retry' });
    await session.until(
      'paperPhone',
      ({ state, link }) => state === 'waiting' && link?.endsWith('/2') === true,
    );
  });

  it('a way back from the code and from the picture; nothing is kept', async () => {
    await toMaterials();
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    await session.act({ type: 'back' });
    await material('missing');
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    phoneSends(1, true);
    await session.until('paperPreview');
    await session.act({ type: 'back' });
    await material('missing');
    expect(session.centre.begunPapers.size).toBe(0);
  });

  it('a centre that is away: the other ways are there still', async () => {
    await toMaterials();
    session.centre.refuse.beginPaper = 'AUTHORITY_UNAVAILABLE';
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'unreachable');
    await session.act({ type: 'back' });
    await choose('promise');
    await material('promised');
  });

  it('somebody who leaves at the code leaves nothing behind', async () => {
    await toMaterials();
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    phoneSends(1, false);
    await session.act({ type: 'leave' });
    await session.until('take');
    expect(session.centre.begunPapers.size).toBe(0);
  });

  it('a citizen who looks at the phone for two minutes is not asked whether they are there', async () => {
    await toMaterials();
    await choose('phone');
    await session.until('paperPhone', ({ state }) => state === 'waiting');
    await session.clock.advance(120_000);
    expect(session.stage.view.idleWarning).toBeNull();
  });
});
