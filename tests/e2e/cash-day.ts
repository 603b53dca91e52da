import assert from 'node:assert/strict';
import { openGround } from '../../tools/walk/ground.ts';
import { suite } from './harness.ts';

/**
 * A business day of a terminal against the books of the real server: real engine, store, drivers, bytes of the
 * recycler, day and connectors, on virtual time. One citizen pays before the day ends, one while it does.
 */
await suite('a business day', async (test) => {
  const ground = await openGround({ dayEnds: '09:05' });
  const { session, clock, passUntil } = ground;
  const ends = clock.now() - (clock.now() % 3_600_000) + 5 * 60_000;
  const shown = () => session.stage.view.screen;

  async function until(kind: string): Promise<void> {
    await passUntil(() => shown().kind === kind).catch((error: unknown) => {
      throw new Error(`${shown().kind} is shown and not ${kind}`, { cause: error });
    });
  }

  /** Up to the open mouth, for this bill. */
  async function goesToPay(relation: 'self' | 'child', code?: () => Promise<string>): Promise<void> {
    await session.act({ type: 'start' });
    await session.act({ type: 'chooseItem', code: 'TAX-PAY-002' });
    await session.act({ type: 'next' });
    await session.act({ type: 'next' });
    session.lay();
    await until('verify');
    await session.act({ type: 'submitCode', code: await (code ?? ground.lastCode)() });
    await until('bills');
    const screen = shown();
    assert.equal(screen.kind, 'bills');
    const bill = screen.kind === 'bills' ? screen.bills.find((one) => one.relation === relation) : undefined;
    const option = bill?.options.find(({ amount }) => amount === 40_000) ?? bill?.options[0];
    assert.ok(bill !== undefined && option !== undefined);
    await session.act({ type: 'chooseBills', charges: [{ billId: bill.id, optionId: option.id }] });
    await until('choosePayment');
    await session.act({ type: 'choosePayment', method: 'cash' });
    await passUntil(() => session.recycler.status.accepting);
  }
  async function insert(): Promise<void> {
    const screen = shown();
    const taken = screen.kind === 'payCash' ? screen.taken : 0;
    // One note after the other: a second one is not let in while the first is on its way.
    await passUntil(() => session.recycler.status.accepting && !session.noteUnit.busy);
    session.noteUnit.set('insert', '100 CNY');
    await passUntil(() => {
      const now = shown();
      return now.kind !== 'payCash' || now.taken > taken;
    });
  }
  async function paysTheRest(): Promise<void> {
    for (;;) {
      const now = shown();
      if (now.kind !== 'payCash' || now.taken >= now.due) return;
      await insert();
    }
  }
  async function goesHome(): Promise<void> {
    await until('paymentResult');
    const result = shown();
    assert.equal(result.kind === 'paymentResult' && result.outcome, 'paid');
    await session.act({ type: 'next' });
    await until('rate');
    await session.act({ type: 'rate', level: 'satisfied' });
    await until('take');
    session.lift();
    await session.act({ type: 'next' });
    await passUntil(() => shown().kind === 'attract');
  }

  try {
    await test('two pay, one of them while the day ends', async () => {
      await goesToPay('self');
      await paysTheRest();
      await goesHome();
      await passUntil(() => clock.now() > ends - 40_000, 600_000);
      await goesToPay('child');
      await insert();
      assert.ok(clock.now() < ends, 'the second one began before the end of the day');
      await passUntil(() => clock.now() > ends);
      assert.equal(shown().kind, 'payCash');
      await paysTheRest();
      await goesHome();
    });

    await test('the centre says that the day agrees, and that one payment is of the next', async () => {
      await ground.report();
      const { days, payments } = await ground.cash();
      assert.equal(payments.length, 2);
      assert.deepEqual(
        days.map(({ day, payments: listed, underWay, hostAtCentre, totals, differences }) => ({
          day,
          listed,
          underWay,
          hostAtCentre,
          host: totals.host,
          differences,
        })),
        [
          {
            day: '2026-11-22',
            listed: 1,
            underWay: 1,
            hostAtCentre: 40_000,
            host: 40_000,
            differences: [],
          },
        ],
      );
    });
  } finally {
    await ground.close();
  }
});
