import { join } from 'node:path';
import type { Camera } from '../../devices/contract/camera.ts';
import type { DeviceManager } from '../../devices/manager/manager.ts';
import { type Clock, sleep } from '../../src-shared/clock.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { moduleNames } from '../../src-shared/service/item-parts.ts';
import type { ItemSummary } from '../../src-shared/view.ts';
import { centreHost } from './cash/centre-host.ts';
import type { PaymentHost } from './cash/ground.ts';
import { keepDays } from './cash/keep-days.ts';
import { leftOpen, type RunningCash, startCash } from './cash/start-cash.ts';
import { cashState } from './cash/unit-counters.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { toSummary } from './catalogue/present.ts';
import type { Configuration } from './configuration/load.ts';
import type { FaceCheck } from './face/face-check.ts';
import { decoderProgram } from './face/photo-decoder.ts';
import { centre, enrolmentDesk } from './link/client.ts';
import { enrol, enrolledAs, readEnrolmentCode } from './link/enrolment.ts';
import { Uplink } from './link/uplink.ts';
import type { Log } from './log.ts';
import type { terminalRouter } from './router.ts';
import { availability, limitations } from './session/availability.ts';
import type { Devices, Surroundings } from './session/context.ts';
import { serveCitizens } from './session/session.ts';
import { Stage } from './session/stage.ts';
import { countDevice } from './staff/device-counters.ts';
import { PinGuard } from './staff/pin-guard.ts';
import { Staff } from './staff/staff.ts';
import type { TerminalKeys } from './store/keys.ts';
import { openStore } from './store/open.ts';
import type { Store, StoreError } from './store/store.ts';
import { reconcile, resolveIssues, resolvePayments } from './transaction/reconcile.ts';
import { report } from './transaction/report.ts';
import { resolveSubmissions } from './transaction/submit.ts';

export interface TerminalOptions {
  readonly configuration: Configuration;
  readonly keys: TerminalKeys;
  /** Opened already or still opening: the terminal listens to their status. */
  readonly devices: Devices &
    Pick<DeviceManager, 'open' | 'close' | 'onCounted' | 'onRecovery' | 'cameraDesk' | 'cameraNamed'>;
  readonly dataDirectory: string;
  readonly softwareVersion: string;
  readonly enrolmentCode: string | undefined;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly randomUUID: () => string;
  /** A code for a claim slip that nobody can guess. */
  readonly claimCode: () => string;
  /** A whole number from 0 to below `limit` that nobody can foresee. */
  readonly draw: (limit: number) => number;
  readonly log: Log;
  /** A bug ended the service; the process must restart. */
  readonly onBug: (error: unknown) => void;
}

/** A terminal without a screen: everything but Electron. */
export interface Terminal {
  /** Its schemas are loaded with it: a first screen can be drawn without them. */
  router(): Promise<ReturnType<typeof terminalRouter>>;
  readonly stage: Stage;
  /** The page may have the camera now, and at no other time. */
  cameraWanted(): boolean;
  onRendererLost(reason: string): void;
  stop(): Promise<void>;
}

/**
 * Opens the store and begins to serve. Answers as soon as there is a view to draw; devices, centre and
 * reconciliation follow behind the `starting` screen.
 */
export function startTerminal(options: TerminalOptions): Result<Terminal, StoreError> {
  const { configuration, keys, clock, log } = options;
  const opened = openStore({
    file: join(options.dataDirectory, 'terminal.db'),
    key: keys.storeKey,
    signer: keys.journalSigner,
    clock,
    terminalNumber: configuration.settings.terminal.number,
    newId: options.randomUUID,
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  const stopping = new AbortController();

  const stage = new Stage({
    clock,
    terminal: identityOf(configuration),
    specimen: configuration.settings.specimen,
    onAssistance: () => callAssistance(store, clock, () => uplink.wake()),
  });
  const link = connect(options, store, stage);
  const { uplink } = link;
  const { staff: staffSettings } = configuration.settings;
  const staffPin = new PinGuard({ clock, store, pinScrypt: staffSettings.pinScrypt });
  const surroundings: Surroundings = {
    clock,
    store,
    devices: options.devices,
    centre: link.centre,
    terminal: identityOf(configuration),
    configurationVersion: configuration.version,
    specimen: true,
    randomUUID: options.randomUUID,
    claimCode: options.claimCode,
    notes: configuration.settings.cash.notes.map((yuan) => yuan * 100),
    dayEnds: configuration.settings.cash.dayEnds,
    staffAtHand: staffSettings.confirmsIdentity ? staffPin : null,
    face: faceCheckOf(options),
    documentCamera: documentCameraOf(options),
    usualSecondsPerSheet: configuration.settings.printing.usualSecondsPerSheet,
    wakeUplink: () => uplink.wake(),
  };
  const { cashRecycler: recycler, cashDispensers: dispensers } = options.devices;
  const cash =
    recycler &&
    startCash({
      store,
      recycler,
      dispensers,
      host: { ...centreHost(link.centre.payments), post: neverAgain },
      clock,
      randomUUID: options.randomUUID,
      claimCode: options.claimCode,
    });
  const stopDays = recycler && keepDays(store, clock, surroundings.dayEnds, () => uplink.wake());
  resolveWhenBack(surroundings, cash, uplink);
  const modules = moduleNames.filter((module) =>
    module === 'staff' ? staffSettings.confirmsIdentity : options.devices[module] !== undefined,
  );
  const catalogue = new Catalogue(configuration.items, configuration.categories, new Set(modules));

  journalDevices(store, options.devices);
  options.devices.onCounted((count) => countDevice(store, count));
  options.devices.onRecovery((recovery) =>
    store.commit((write) => write.journal({ type: 'deviceRecovery', ...recovery })),
  );
  const { signal } = stopping;
  const serving = { store, stage, uplink, surroundings, catalogue, staffPin, cash, signal };
  void serve(options, serving).catch((error: unknown) => {
    if (!signal.aborted) options.onBug(error);
  });

  return ok({
    async router() {
      const { terminalRouter } = await import('./router.ts');
      return terminalRouter(
        stage,
        (query) => search(catalogue, surroundings, query),
        options.devices.cameraDesk,
      );
    },
    cameraWanted: () => options.devices.cameraDesk.wanted,
    stage,
    onRendererLost(reason) {
      log.error({ reason }, 'renderer lost');
      // Who is told to end takes helper processes down; the store may be closed before the last of them is told of.
      if (signal.aborted) return;
      store.commit((write) => write.journal({ type: 'rendererLost', reason }));
    },
    async stop() {
      stopping.abort();
      cash?.stop();
      stopDays?.();
      await link.ended;
      await options.devices.close();
      store.commit((write) => write.journal({ type: 'terminalStopped' }));
      store.close();
    },
  });

  /** The uplink and everything that speaks with the centre. */
  function connect({ configuration: { settings }, devices }: TerminalOptions, own: Store, shown: Stage) {
    const line = { url: settings.server.url, timeoutMs: settings.server.timeoutSeconds * 1000, clock };
    const connected = centre(line, { terminalId: () => enrolledAs(own), privateKey: keys.privateKey });
    const uplinkOfTerminal: Uplink = new Uplink({
      centre: connected,
      store: own,
      clock,
      random: options.random,
      log,
      snapshot: () => ({
        softwareVersion: options.softwareVersion,
        screen: shown.view.screen.kind,
        limitations: limitations({ devices, store: own }, true),
        devices: devices.summaries(),
        openJobs: own.read.openJobs().length,
        cash:
          devices.cashRecycler === undefined
            ? null
            : cashState(own, { recycler: devices.cashRecycler, dispensers: devices.cashDispensers }),
      }),
      enrol: (signal) =>
        enrol(
          {
            desk: enrolmentDesk(line),
            store: own,
            clock,
            random: options.random,
            log,
            serialNumber: settings.terminal.serialNumber,
            publicKey: keys.publicKey,
            code: () =>
              readEnrolmentCode(options.enrolmentCode, join(options.dataDirectory, 'enrolment-code')),
          },
          signal,
        ),
    });
    return {
      centre: connected,
      uplink: uplinkOfTerminal,
      ended: sleep(clock, linkStartsAfterMs, stopping.signal).then(() =>
        uplinkOfTerminal.run(stopping.signal),
      ),
    };
  }
}

interface Serving {
  readonly store: Store;
  readonly stage: Stage;
  readonly uplink: Uplink;
  readonly surroundings: Surroundings;
  readonly catalogue: Catalogue;
  readonly staffPin: PinGuard;
  readonly cash: RunningCash | undefined;
  readonly signal: AbortSignal;
}

/** Opening ten lines takes the time in which the first screen is drawn, and nobody stands before it yet. */
const devicesOpenAfterMs = 400;
/** Nobody waits for the centre before the first screen; the machinery of its calls takes the time of one. */
const linkStartsAfterMs = 400;
/** So long after a start the centre may still be silent without being called away. */
const centreGraceMs = 10_000;

/** Devices, then what the last run left open, then the citizens. */
async function serve(options: TerminalOptions, serving: Serving): Promise<void> {
  const { store, stage, uplink, surroundings, catalogue, cash } = serving;
  const { configuration } = options;
  const graceEnds = options.clock.now() + centreGraceMs;
  store.commit((write) =>
    write.journal({
      type: 'terminalStarted',
      softwareVersion: options.softwareVersion,
      configurationVersion: configuration.version,
    }),
  );
  // What the last run left open is decided before anybody is served, and for that the devices must answer. With
  // nothing open the first screen need not wait: it tells by itself which device is not there yet.
  const { cashRecycler } = options.devices;
  const cashLeft = cashRecycler !== undefined && leftOpen(store, cashRecycler.id);
  const openDevices = () => options.devices.open().catch(options.onBug);
  const { locker } = options.devices;
  const lockerLeft =
    locker !== undefined && store.read.lockerPapers().some(({ state }) => state !== 'inside');
  if (store.read.unsettledIntents().length > 0 || cashLeft || lockerLeft) await openDevices();
  else void sleep(options.clock, devicesOpenAfterMs, serving.signal).then(openDevices);
  await cash?.recover();
  const reconciled = await reconcile(surroundings);
  if (serving.signal.aborted) return;
  store.commit((write) =>
    report(write, 'start', {
      softwareVersion: options.softwareVersion,
      configurationVersion: configuration.version,
      openJobs: store.read.openJobs().length,
      reconciled,
    }),
  );
  uplink.wake();
  const { idleSeconds, warningSeconds } = configuration.settings.session;
  const staff = new Staff({
    surroundings,
    catalogue,
    pin: serving.staffPin,
    secondPinScrypt: configuration.settings.staff.secondPinScrypt ?? null,
    serverLink: () => ({ state: uplink.state, refused: uplink.refused }),
  });
  await serveCitizens({
    surroundings,
    stage,
    catalogue,
    patience: { idleMs: idleSeconds * 1000, warningMs: warningSeconds * 1000 },
    // In the first seconds nothing is known against the centre yet.
    centreOnline: () => uplink.state === 'online' || options.clock.now() < graceEnds,
    onConditionChanged: (listener) => {
      const stops = [
        uplink.onChanged(listener),
        surroundings.devices.onChanged(listener),
        options.clock.schedule(Math.max(0, graceEnds - options.clock.now()), listener),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    staff: (conversation) => staff.serve(conversation),
  });
}

/** Null where the configuration does not say so, or names no camera. */
function faceCheckOf({ configuration, devices, clock, draw }: TerminalOptions): FaceCheck | null {
  const { face } = configuration.settings;
  const camera = face && devices.cameraNamed(face.camera);
  if (face === undefined || camera === undefined) return null;
  const { threshold, cardPhotoDecoder: path } = face;
  return { camera, threshold, draw, cardPhoto: path === undefined ? null : decoderProgram(path, clock) };
}

/** Null where the configuration does not say so. */
function documentCameraOf({ configuration, devices }: TerminalOptions): Camera | null {
  const { papers } = configuration.settings;
  return (papers && devices.cameraNamed(papers.camera)) ?? null;
}

function identityOf({ settings }: Configuration) {
  const { number, place, hotline } = settings.terminal;
  return { number, place, hotline };
}

async function search(
  catalogue: Catalogue,
  surroundings: Surroundings,
  query: string,
): Promise<ItemSummary[]> {
  const found = await catalogue.search(query);
  return found.map((item) => toSummary(item, availability(item, surroundings)));
}

function callAssistance(store: Store, clock: Clock, wake: () => void): void {
  const at = new Date(clock.now()).toISOString();
  const transactionId = store.read.unfinishedTransactions().at(-1)?.id ?? null;
  store.commit((write) => {
    write.journal({ type: 'assistanceCalled', transactionId });
    report(write, 'assistance', { transactionId, at });
  });
  wake();
}

/** Every change of a device is a journal record and a report; repeating itself is none. */
function journalDevices(store: Store, devices: Devices): void {
  const told = new Map<string, string>();
  devices.onChanged(() => {
    for (const { id, status, reasons } of devices.summaries()) {
      // Busy is what a working device is; the step that uses it is in the journal already.
      if (status === 'deviceBusy') continue;
      const now = JSON.stringify([status, reasons]);
      if (told.get(id) === now) continue;
      told.set(id, now);
      store.commit((write) => {
        write.journal({ type: 'deviceStatus', device: id, status, reasons });
        report(write, 'deviceStatus', { device: id, status, reasons: [...reasons] });
      });
    }
  });
}

/** What nobody could answer for is asked about as soon as the centre is back. */
function resolveWhenBack(surroundings: Surroundings, cash: RunningCash | undefined, uplink: Uplink): void {
  let asking = false;
  const ask = async () => {
    const resolved = await resolveIssues(surroundings);
    await resolvePayments(surroundings);
    await resolveSubmissions(surroundings);
    if (resolved + ((await cash?.resolve()) ?? 0) > 0) uplink.wake();
  };
  uplink.onChanged(() => {
    if (uplink.state !== 'online' || asking) return;
    asking = true;
    void ask().finally(() => {
      asking = false;
    });
  });
}

/** A payment that a crash cut off is asked about by its key; it is sent by the citizen's step alone. */
const neverAgain: PaymentHost['post'] = () => {
  throw new Error('a payment was to be sent after a crash');
};
