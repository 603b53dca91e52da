import type { BarcodeReader } from '../../../../devices/contract/barcode-reader.ts';
import { sleep } from '../../../../src-shared/clock.ts';
import { checkSocialCreditCode } from '../../../../src-shared/identity-number.ts';
import { problemOf } from '../../../../src-shared/service/answer.ts';
import type { Field } from '../../../../src-shared/service/field.ts';
import type { Text } from '../../../../src-shared/text.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { LinkError } from '../../link/link-error.ts';
import { today } from '../calendar.ts';
import type { ItemContext, Step } from '../context.ts';
import { codeRefusals, scanCode } from '../identity/scan-code.ts';
import { pauseMs, works } from '../identity/way.ts';
import { askCentre } from './ask-centre.ts';
import { centreFault } from './centre-fault.ts';
import { verifiedPerson } from './needed.ts';

const title: Text = { zh: '为哪家单位办理', en: 'For which company' };
const field: Extract<Field, { type: 'code' }> = {
  id: 'companyCode',
  type: 'code',
  label: { zh: '统一社会信用代码（18 位）', en: 'Social credit code (18 characters)' },
  hint: { zh: '字母 I、O、S、V、Z 不会出现', en: 'The letters I, O, S, V and Z do not occur' },
  sensitive: false,
  least: 18,
  most: 18,
};
const malformed: Text = {
  zh: '代码的写法不对，请对照营业执照逐位核对',
  en: 'This is no such code: please compare every character with the licence',
};

/** Where the scanner works, the licence on a phone will do. */
const scanHint: Text = {
  zh: '也可以扫电子营业执照的二维码，不用输入',
  en: 'Or scan the QR code of your e-licence',
};
const scanProblems = {
  codeUnreadable: {
    zh: '二维码没有读出来，请调亮手机屏幕再试',
    en: 'Not readable: make the phone brighter',
  },
  codeUnknown: {
    zh: '这不是电子营业执照的二维码',
    en: 'This is no code of an e-licence',
  },
  codeExpired: {
    zh: '二维码已过期，请在手机上刷新后再试',
    en: 'Code too old: refresh it on the phone',
  },
  codeUsed: {
    zh: '二维码已用过，请在手机上刷新后再试',
    en: 'Code used already: refresh it on the phone',
  },
} as const satisfies Record<string, Text>;

/**
 * Somebody acts for a company: its code, typed, or its electronic licence, shown to the scanner; and whether the
 * authority knows this person as one who may.
 */
export const company: Step<'company'> = async (context, _, { mayGoBack }) => {
  const { token } = verifiedPerson(context);
  const { conversation, devices, found } = context;
  let problem: Text | null = null;
  let typed = found.company?.code ?? null;
  for (;;) {
    const scanner = devices.barcodeReader;
    const scans = scanner !== undefined && works(scanner.status.device);
    const screen = (said: Text | null): ScreenOf<'field'> => ({
      kind: 'field',
      title,
      field: scans ? { ...field, hint: scanHint } : field,
      options: [],
      bounds: null,
      ordinal: 1,
      count: 1,
      answer: typed,
      problem: said,
    });
    const offers = mayGoBack ? (['answer', 'back'] as const) : (['answer'] as const);
    const answer = await conversation.during(
      screen(problem),
      (signal, amend) =>
        scans
          ? scanLicence(context, scanner, token, signal, (said) => amend(screen(said)))
          : new Promise<Licence>((resolve) => {
              signal.addEventListener('abort', () => resolve(null), { once: true });
            }),
      offers,
    );
    if (answer.kind === 'done') {
      if (answer.value === null) throw new Error('the scan was aborted and nobody asked for it');
      if ('error' in answer.value) {
        const fault = await centreFault(context, answer.value.error);
        if (fault !== 'retry') return fault;
        continue;
      }
      found.company = answer.value;
      return 'next';
    }
    const { act } = answer;
    if (act.type === 'back') return 'back';
    const given = act.answer;
    problem = problemOf(field, given, { today: today(context.clock), given: {} });
    if (problem !== null || typeof given !== 'string') continue;
    typed = given;
    // Codes were really issued whose check digit is wrong: only the form is checked here.
    if (checkSocialCreditCode(given) === 'malformed') {
      problem = malformed;
      continue;
    }
    const known = await askCentre(context, 'askingCentre', (signal) =>
      context.centre.services.company({ token, companyCode: given }, { signal }),
    );
    if ('instead' in known) return known.instead;
    found.company = { code: given, name: known.answer.name };
    return 'next';
  }
};

type Licence = { readonly code: string; readonly name: string } | { readonly error: LinkError } | null;

/** Until a licence is shown that the centre knows; null when aborted. What is wrong with a code is said, and the next may come. */
async function scanLicence(
  { centre, clock, store, transaction }: ItemContext,
  scanner: BarcodeReader,
  token: string,
  signal: AbortSignal,
  say: (problem: Text) => void,
): Promise<Licence> {
  /** A scanner may read what stays before it again and again; the centre is asked once. */
  let refused: string | null = null;
  while (!signal.aborted) {
    const scanned = await scanCode(scanner, signal);
    if (scanned.kind === 'problem') say(scanProblems[scanned.problem]);
    if (scanned.kind === 'lost') await sleep(clock, pauseMs, signal);
    if (scanned.kind !== 'scanned' || scanned.code === refused) continue;
    const known = await centre.services.licence({ token, code: scanned.code }, { signal });
    if (signal.aborted) break;
    if (known.ok) {
      store.commit((write) =>
        write.journal({ type: 'identityRead', transactionId: transaction.id, document: 'businessLicence' }),
      );
      return { code: known.value.companyCode, name: known.value.name };
    }
    const problem = codeRefusals[known.error.code];
    if (problem === undefined) return { error: known.error };
    refused = scanned.code;
    say(scanProblems[problem]);
  }
  return null;
}
