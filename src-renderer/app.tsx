import { useEffect, useMemo } from 'react';
import type { Clock } from '../src-shared/clock.ts';
import { unreachable } from '../src-shared/result.ts';
import type { Act, Screen } from '../src-shared/view.ts';
import { Attract } from './citizen/attract.tsx';
import { Bills } from './citizen/bills.tsx';
import { Category } from './citizen/category.tsx';
import { ChooseMethod } from './citizen/choose-method.tsx';
import { ChoosePayment } from './citizen/choose-payment.tsx';
import { CollectClaim } from './citizen/collect-claim.tsx';
import { Confirm } from './citizen/confirm.tsx';
import { Consent } from './citizen/consent.tsx';
import { Declaration } from './citizen/declaration.tsx';
import { FaceCheck } from './citizen/face-check.tsx';
import { FaceConsent } from './citizen/face-consent.tsx';
import { FaceResult } from './citizen/face-result.tsx';
import { Farewell } from './citizen/farewell.tsx';
import { Fault } from './citizen/fault.tsx';
import { FieldQuestion } from './citizen/field.tsx';
import { ForWhom } from './citizen/for-whom.tsx';
import { Home } from './citizen/home.tsx';
import { Identify } from './citizen/identify.tsx';
import { IdleWarning } from './citizen/idle-warning.tsx';
import { Materials } from './citizen/materials.tsx';
import { Notice } from './citizen/notice.tsx';
import { OutOfService } from './citizen/out-of-service.tsx';
import { OutcomeScreen } from './citizen/outcome.tsx';
import { PaperPhone } from './citizen/paper-phone.tsx';
import { PaperPreview } from './citizen/paper-preview.tsx';
import { PaperScan } from './citizen/paper-scan.tsx';
import { PaperScanned } from './citizen/paper-scanned.tsx';
import { Parameters } from './citizen/parameters.tsx';
import { PayCash } from './citizen/pay-cash.tsx';
import { PayCode } from './citizen/pay-code.tsx';
import { PaymentResult } from './citizen/payment-result.tsx';
import { PickUp } from './citizen/pick-up.tsx';
import { PinEntry } from './citizen/pin-entry.tsx';
import { PinSet } from './citizen/pin-set.tsx';
import { Preview } from './citizen/preview.tsx';
import { Principal } from './citizen/principal.tsx';
import { Printing } from './citizen/printing.tsx';
import { Rate } from './citizen/rate.tsx';
import { ReadyPapers } from './citizen/ready-papers.tsx';
import { Restoring } from './citizen/restoring.tsx';
import { ResultSheet } from './citizen/result.tsx';
import { StaffConfirm } from './citizen/staff-confirm.tsx';
import { Take } from './citizen/take.tsx';
import { Verify } from './citizen/verify.tsx';
import { Working } from './citizen/working.tsx';
import type { Terminal } from './link.ts';
import { StaffCash } from './staff/cash.tsx';
import { StaffLocker } from './staff/locker.tsx';
import { Staff } from './staff/staff.tsx';
import { StaffSignIn } from './staff/staff-sign-in.tsx';
import { useTerminalStore } from './store.ts';
import { TerminalContext } from './terminal-context.ts';
import './design/tokens.css';
import './design/base.css';

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case 'outOfService':
      return <OutOfService screen={screen} />;
    case 'starting':
    case 'attract':
      return <Attract screen={screen} />;
    case 'home':
      return <Home screen={screen} />;
    case 'category':
      return <Category screen={screen} />;
    case 'notice':
      return <Notice screen={screen} />;
    case 'consent':
      return <Consent screen={screen} />;
    case 'identify':
      return <Identify screen={screen} />;
    case 'forWhom':
      return <ForWhom screen={screen} />;
    case 'principal':
      return <Principal screen={screen} />;
    case 'chooseMethod':
      return <ChooseMethod screen={screen} />;
    case 'staffConfirm':
      return <StaffConfirm screen={screen} />;
    case 'verify':
      return <Verify screen={screen} />;
    case 'faceConsent':
      return <FaceConsent screen={screen} />;
    case 'faceCheck':
      return <FaceCheck screen={screen} />;
    case 'faceResult':
      return <FaceResult screen={screen} />;
    case 'pinEntry':
      return <PinEntry screen={screen} />;
    case 'pinSet':
      return <PinSet screen={screen} />;
    case 'working':
      return <Working screen={screen} />;
    case 'field':
      return <FieldQuestion screen={screen} />;
    case 'materials':
      return <Materials screen={screen} />;
    case 'paperPhone':
      return <PaperPhone screen={screen} />;
    case 'paperPreview':
      return <PaperPreview screen={screen} />;
    case 'paperScan':
      return <PaperScan screen={screen} />;
    case 'paperScanned':
      return <PaperScanned screen={screen} />;
    case 'result':
      return <ResultSheet screen={screen} />;
    case 'readyPapers':
      return <ReadyPapers screen={screen} />;
    case 'pickUp':
      return <PickUp screen={screen} />;
    case 'declaration':
      return <Declaration screen={screen} />;
    case 'outcome':
      return <OutcomeScreen screen={screen} />;
    case 'parameters':
      return <Parameters screen={screen} />;
    case 'bills':
      return <Bills screen={screen} />;
    case 'choosePayment':
      return <ChoosePayment screen={screen} />;
    case 'payCash':
      return <PayCash screen={screen} />;
    case 'payCode':
      return <PayCode screen={screen} />;
    case 'collectClaim':
      return <CollectClaim screen={screen} />;
    case 'paymentResult':
      return <PaymentResult screen={screen} />;
    case 'preview':
      return <Preview screen={screen} />;
    case 'confirm':
      return <Confirm screen={screen} />;
    case 'printing':
      return <Printing screen={screen} />;
    case 'rate':
      return <Rate screen={screen} />;
    case 'take':
      return <Take screen={screen} />;
    case 'farewell':
      return <Farewell />;
    case 'fault':
      return <Fault screen={screen} />;
    case 'staffSignIn':
      return <StaffSignIn screen={screen} />;
    case 'staff':
      return <Staff screen={screen} />;
    case 'staffCash':
      return <StaffCash screen={screen} />;
    case 'staffLocker':
      return <StaffLocker screen={screen} />;
    default:
      return unreachable(screen);
  }
}

/** Someone who touches anything is still there; the terminal needs to hear it no more than once a second. */
function useStay(clock: Clock, act: (act: Act) => void) {
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    const touched = () => {
      if (clock.now() - last < 1_000) return;
      last = clock.now();
      act({ type: 'stay' });
    };
    window.addEventListener('pointerdown', touched, { capture: true });
    return () => window.removeEventListener('pointerdown', touched, { capture: true });
  }, [clock, act]);
}

interface AppProps {
  readonly terminal: Terminal;
  readonly clock: Clock;
}

export function App({ terminal, clock }: AppProps) {
  const view = useTerminalStore((state) => state.view);
  const screenId = view?.screenId ?? null;
  const act = useMemo(
    () => (act: Act) => {
      if (screenId !== null) terminal.act(screenId, act);
    },
    [terminal, screenId],
  );
  useStay(clock, act);

  // The cold start ends with the first of these; npm run bench reads it.
  const kind = view?.screen.kind;
  useEffect(() => {
    if (kind === undefined) return;
    // The frame after the one that paints it.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark(`screen:${kind}`));
    });
    return () => cancelAnimationFrame(frame);
  }, [kind]);

  const language = view?.language ?? 'zh';
  const largeText = view?.largeText ?? false;
  const highContrast = view?.highContrast ?? false;
  useEffect(() => {
    const page = document.documentElement;
    page.lang = language === 'zh' ? 'zh-CN' : 'en';
    page.toggleAttribute('data-large-text', largeText);
    page.toggleAttribute('data-high-contrast', highContrast);
  }, [language, largeText, highContrast]);

  if (view === null) return <Restoring />;
  // What stands before anybody has begun keeps nothing, and is drawn once.
  const open = view.screen.kind !== 'starting' && view.screen.kind !== 'attract';
  // The key drops what a screen keeps for itself (page shown, zoom, open dialog) when the visit ends.
  return (
    <TerminalContext value={{ view, clock, act, searchItems: terminal.searchItems }}>
      <CurrentScreen key={open ? view.screenId : 'door'} screen={view.screen} />
      {view.idleWarning !== null && <IdleWarning secondsLeft={view.idleWarning.secondsLeft} />}
    </TerminalContext>
  );
}
