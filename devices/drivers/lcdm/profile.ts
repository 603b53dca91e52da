/**
 * What differs between the units of the family. The LCDM-1000 document gives the values below; a near relation
 * with other bytes is a file of config/devices, as long as its replies have the same fields.
 */
export interface LcdmProfile {
  /** The byte after EOT and SOH. */
  readonly communicationId: number;
  readonly codes: Readonly<Record<LcdmCommand, number>>;
  /**
   * Whether CHK counts notes that went to the reject tray too. The document names it the count of requested
   * notes, and its own example of a short dispense (CHK 7, EXIT 7, 1 reject) counts without them.
   */
  readonly checkCountsRejects: boolean;
}

export type LcdmCommand = 'purge' | 'dispense' | 'status' | 'romVersion' | 'testDispense';

export const lcdm1000: LcdmProfile = {
  communicationId: 0x50,
  codes: { purge: 0x44, dispense: 0x45, status: 0x46, romVersion: 0x47, testDispense: 0x76 },
  checkCountsRejects: false,
};

/** In one command, by the document. */
export const maximumCount = 60;
