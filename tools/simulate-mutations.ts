import { spawnSync } from 'node:child_process';
import { inMutatedCopy, type Mutation, noticedIn, runEach } from './mutated-copy.ts';

const cash = 'src-main/terminal/cash';
export const mutations: readonly Mutation[] = [
  {
    name: 'a stacked note is not written down',
    file: `${cash}/keep-ledger.ts`,
    find: "write.moveCash({ transactionId, reason: 'stacked', debit, credit: escrowOf(recycler.id), amount });",
    replace: '',
  },
  {
    name: 'a credit that is told again counts again',
    file: `${cash}/keep-ledger.ts`,
    find: '} else if (!toldBefore(store, item)) {',
    replace: '} else {',
  },
  {
    name: 'a note that is given back stays in the ledger',
    file: `${cash}/keep-ledger.ts`,
    find: "store.commit((write) => returned(ground, write, 'the unit told that it gave the note back'));",
    replace: '',
  },
  {
    name: 'findings at power-up are not read',
    file: `${cash}/keep-ledger.ts`,
    find: 'for (const finding of news) writeFinding(ground, finding);',
    replace: '',
  },
  {
    name: 'a note that the store passed on to the cashbox is not moved',
    file: `${cash}/keep-ledger.ts`,
    find: 'debit: unitOf(recycler.id, event.to),\n          credit: unitOf(recycler.id, event.from),',
    replace: 'debit: unitOf(recycler.id, event.from),\n          credit: unitOf(recycler.id, event.to),',
  },
  {
    name: 'motion before intent: the note is taken and then written down as intended',
    file: `${cash}/take-note.ts`,
    find: '  store.commit((write) => writeIntent(write, intent));\n  const found = recycler.powerUp;\n  const answer = await recycler[command]({ timeoutMs: patienceMs });',
    replace:
      '  const found = recycler.powerUp;\n  const answer = await recycler[command]({ timeoutMs: patienceMs });\n  store.commit((write) => writeIntent(write, intent));',
  },
  {
    name: 'the commit of the intent is left out',
    file: 'src-main/terminal/transaction/effect.ts',
    find: '  store.commit((write) => writeIntent(write, intent));\n',
    replace: '',
  },
  {
    name: 'what left in a partial payout is forgotten',
    file: `${cash}/pay-from-recycler.ts`,
    find: '(told.error.moved ?? [])',
    replace: '[]',
  },
  {
    name: 'a payout whose end is unknown is paid again',
    file: `${cash}/pay-from-recycler.ts`,
    find: '  const believed = left',
    replace:
      "  if (recycler.status.device !== 'offline') await recycler.payOut(amount, { timeoutMs: 120_000 });\n  const believed = left",
  },
  {
    name: 'a payout whose end is unknown counts as not paid',
    file: `${cash}/pay-from-recycler.ts`,
    find: 'const believed =',
    replace: 'const believed = left !== null && left.splice(0) !== null;\n  void',
  },
  {
    name: 'a dispense whose end is unknown counts as not paid',
    file: `${cash}/judge-dispense.ts`,
    find: "    outcome: 'indeterminate',",
    replace: "    outcome: 'notDone',",
  },
  {
    name: 'a dispense whose end is unknown is ordered again',
    file: `${cash}/pay-from-dispenser.ts`,
    find: '        : asAnswer(await judgeByMemory(ground, dispenser, intent));',
    replace:
      '        : asAnswer(paidBy(ground, dispenser, intent, toldBy(await dispenser.dispense(source.id, amount / item.value, { timeoutMs: patienceMs }))));',
  },
  {
    name: 'what a dispenser put aside stays in its cassette',
    file: `${cash}/paid.ts`,
    find: 'rejected !== undefined && rejected.items.count > 0',
    replace: 'rejected !== undefined && rejected.items.count > 99',
  },
  {
    name: 'a claim that the machine paid out stays open',
    file: `${cash}/case.ts`,
    find: '  write.settleCashClaim(code, settledBy);\n',
    replace: '',
  },
  {
    name: 'the payment is booked twice in the ledger',
    file: `${cash}/pay-in-cash.ts`,
    find: "      const credit = outcome === 'done' ? 'host' : 'pending';\n",
    replace:
      "      const credit = outcome === 'done' ? 'host' : 'pending';\n      write.moveCash({ transactionId, reason: 'payment', debit: 'citizen', credit, amount: due });\n",
  },
  {
    name: 'a booking whose answer was lost counts as refused',
    file: `${cash}/book-payment.ts`,
    find: "      if (error.outcome === 'notDone') return { outcome: 'notDone', error, evidence: [error.message] };",
    replace: "      if (error !== null) return { outcome: 'notDone', error, evidence: [error.message] };",
  },
  {
    name: 'after a restart the payment is asked for under another key',
    file: `${cash}/recover-cash.ts`,
    find: 'const asked = await host.byKey({ idempotencyKey: intent.effect.idempotencyKey });',
    replace:
      "const asked = await host.byKey({ idempotencyKey: intent.effect.idempotencyKey.concat('-again') });",
  },
  {
    name: 'a pending payment that was booked becomes a claim',
    file: `${cash}/pay-in-cash.ts`,
    find: "  if (asked.value.state === 'posted') {\n    store.commit",
    replace: '  if (amount < 0) {\n    store.commit',
  },
  {
    name: 'a note in escrow is forgotten at the start',
    file: `${cash}/recover-cash.ts`,
    find: 'if (store.read.cashHolding(escrowOf(recycler.id)).length > 0) {',
    replace: 'if (store.read.cashHolding(escrowOf(recycler.id)).length > 99) {',
  },
  {
    name: 'a claim does not reach the centre',
    file: `${cash}/case.ts`,
    find: "  report(write, 'cashClaim', { transactionId, state: 'open', amount });\n",
    replace: '',
  },
  {
    name: 'a case does not reach the centre',
    file: `${cash}/case.ts`,
    find: "  report(write, 'cashCase', { caseId: id, transactionId, device, amount, evidence: [...evidence] });\n",
    replace: '',
  },
  {
    name: 'a difference that a count found is not registered',
    file: `${cash}/count.ts`,
    find: '    if (difference !== 0) openDifference(',
    replace: '    if (difference === 0.5) openDifference(',
  },
  {
    name: 'what a case held is forgotten with it',
    file: `${cash}/case.ts`,
    find: '    if (held !== 0) openDifference(',
    replace: '    if (held === 0.5) openDifference(',
  },
  {
    name: 'a difference that has ended stays in suspense',
    file: `${cash}/differences.ts`,
    find: "      debit: amount > 0 ? 'suspense' : 'vault',\n      credit: amount > 0 ? 'vault' : 'suspense',",
    replace:
      "      debit: amount > 0 ? 'vault' : 'suspense',\n      credit: amount > 0 ? 'suspense' : 'vault',",
  },
  {
    name: 'a payment over the end of the day is of neither day',
    file: `${cash}/cut-over.ts`,
    find: 'write.closeCashDay(day, { carriedOut: active,',
    replace: 'write.closeCashDay(day, { carriedOut: null,',
  },
];

/** Lets each mutation live through the simulation in a copy of the code. Answers the exit code. */
export function runMutations(seed: number, runs: number): number {
  return runEach(mutations, (mutation) => isNoticed(mutation, seed, runs));
}

/** What noticed it, in a line; null when nothing did. */
function isNoticed(mutation: Mutation, seed: number, runs: number): string | null {
  return inMutatedCopy(mutation, ['src-shared', 'devices', 'src-main/terminal', 'tools'], (copy) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'tools/simulate-run.ts', '--seed', String(seed), '--runs', String(runs)],
      { cwd: copy, encoding: 'utf8', timeout: 300_000 },
    );
    return noticedIn(mutation, status, stdout + stderr);
  });
}
