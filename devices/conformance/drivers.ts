import { conformance as sdt } from '../drivers/sdt/conformance.ts';
import type { DriverConformance } from './kit.ts';

/** Every driver that the suite tries. */
export const drivers: readonly DriverConformance[] = [sdt];
