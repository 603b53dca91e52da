import { openGround } from '../../tools/walk/ground.ts';
import { planWalks, problemOf, walker } from '../../tools/walk/plan.ts';
import { suite } from './harness.ts';

/** Every item, from the first screen to the result, by a robot citizen on real engine, store, drivers and server. */
await suite('every item', async (test) => {
  const ground = await openGround();
  const walk = walker(ground);
  try {
    const plan = planWalks(ground.session.catalogue.codes(), []);
    if (!plan.ok) throw new Error(plan.error);
    for (const one of plan.value)
      await test(one.about === undefined ? one.item : `${one.item}: ${one.about}`, async () => {
        const problem = problemOf(one, await walk(one));
        if (problem !== null) throw new Error(problem);
      });
    await test('at least 99 items of tax, social insurance, its card and medical insurance, and others', async () => {
      const codes = new Set(plan.value.map(({ item }) => item));
      const core = [...codes].filter((code) => /^(TAX|SIN|SSC|MED)-/.test(code)).length;
      if (codes.size < 99 || core < 80) throw new Error(`${codes.size} items, ${core} of them of the four`);
    });
  } finally {
    await ground.close();
  }
});
