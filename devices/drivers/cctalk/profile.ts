import type { CashItem } from '../../contract/cash.ts';
import type { CheckMode } from './codec.ts';

/** Where a unit is on the wire. */
export interface CctalkUnitAddress {
  readonly address: number;
  readonly mode: CheckMode;
}

export interface CoinPosition extends CashItem {
  /** 1 to 16: the credit code, and the bit of the inhibit mask. */
  readonly position: number;
  /** Sorter path 1 to 8 that it is sent down; left as the acceptor has it where absent. */
  readonly path?: number | undefined;
}

/**
 * What proves to a hopper that the host may dispense. The public specification leaves it out; the maker's
 * document of the hopper has it.
 * - `fixed`: these bytes; hoppers without encryption take eight zeros
 * - `serialNumber`: the three bytes of its serial number
 * - `cipherKey`: the eight bytes that it gives when asked for its cipher key, sent back as they are
 */
export type HopperSecurity =
  | { readonly kind: 'fixed'; readonly bytes: readonly number[] }
  | { readonly kind: 'serialNumber' | 'cipherKey' };
