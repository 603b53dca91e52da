import { conformance as ccnet } from '../drivers/ccnet/conformance.ts';
import {
  acceptorConformance as coinAcceptor,
  hopperConformance as coinHopper,
} from '../drivers/cctalk/conformance.ts';
import { conformance as epp } from '../drivers/epp/conformance.ts';
import {
  conformance as escpos,
  presenterConformance as escposPresenter,
} from '../drivers/escpos/conformance.ts';
import { conformance as hidPos } from '../drivers/hid-pos/conformance.ts';
import { conformance as id003 } from '../drivers/id003/conformance.ts';
import { conformance as krCu } from '../drivers/kr-cu/conformance.ts';
import { conformance as lcdm } from '../drivers/lcdm/conformance.ts';
import { conformance as megatecUps } from '../drivers/megatec-ups/conformance.ts';
import { conformance as modbusIo } from '../drivers/modbus-io/conformance.ts';
import { conformance as sdt } from '../drivers/sdt/conformance.ts';
import {
  conformance as serialScanner,
  triggeredConformance as serialScannerTriggered,
} from '../drivers/serial-scanner/conformance.ts';
import { conformance as socialSecurityCard } from '../drivers/social-security-card/conformance.ts';
import { conformance as ssp } from '../drivers/ssp/conformance.ts';
import type { DriverConformance } from './kit.ts';

/** Every driver that the suite tries. */
export const drivers: readonly DriverConformance[] = [
  sdt,
  socialSecurityCard,
  hidPos,
  serialScanner,
  serialScannerTriggered,
  escpos,
  escposPresenter,
  ccnet,
  id003,
  lcdm,
  ssp,
  coinAcceptor,
  coinHopper,
  epp,
  modbusIo,
  megatecUps,
  krCu,
];
