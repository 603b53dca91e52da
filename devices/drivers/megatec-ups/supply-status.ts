import type { PowerSupplyStatus } from '../../contract/power-supply.ts';
import type { Q1 } from './codec.ts';

/** Below it a battery voltage is that of one cell, which on-line units tell. */
const highestCell = 3.5;
const cellVolts = 2;
/** Empty and full, as parts of the nominal voltage: those of Network UPS Tools (nutdrv_qx) for lead batteries. */
const empty = 104 / 120;
const full = 130 / 120;
/** A battery that was taken out, or whose fuse has blown. */
const missing = 0.5;

export function offline(reasons: readonly string[]): PowerSupplyStatus {
  return {
    device: 'offline',
    reasons,
    mains: 'unknown',
    battery: 'unknown',
    charge: null,
    load: null,
    shutdown: 'unknown',
  };
}

/** @param nominal of the whole battery, in volts; null when nobody knows, and then its charge is not known either */
export function statusOf(q1: Q1, nominal: number | null): PowerSupplyStatus {
  const { flags } = q1;
  const level = levelOf(q1.batteryVoltage, nominal);
  const gone = level !== null && level < missing;
  const battery = gone ? 'failed' : flags.batteryLow ? 'low' : 'ok';
  return {
    device: flags.failed ? 'hardwareError' : 'online',
    reasons: [
      ...(flags.failed ? ['upsFailed'] : []),
      ...(flags.mainsFailed ? ['mainsFailed'] : []),
      ...(battery === 'low' ? ['batteryLow'] : []),
      ...(gone ? ['batteryMissing'] : []),
      ...(flags.shutdownActive ? ['shutdownPending'] : []),
    ],
    mains: flags.mainsFailed ? 'failed' : 'present',
    battery,
    charge: level === null ? null : percent((level - empty) / (full - empty)),
    load: q1.load,
    shutdown: flags.shutdownActive ? 'pending' : 'none',
  };
}

function levelOf(voltage: number | null, nominal: number | null): number | null {
  if (voltage === null) return null;
  if (voltage > 0 && voltage < highestCell) return voltage / cellVolts;
  return nominal === null || nominal <= 0 ? null : voltage / nominal;
}

/** In steps of five, for it is an estimate, and a change of status is told to everybody. */
function percent(part: number): number {
  return Math.round(Math.min(1, Math.max(0, part)) * 20) * 5;
}
