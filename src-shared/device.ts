/** What a device is, one word for drivers, terminal, screens and centre. */
export type DeviceClass =
  | 'identityCardReader'
  | 'cardReader'
  | 'documentPrinter'
  | 'receiptPrinter'
  | 'cashAcceptor'
  | 'cashDispenser'
  | 'coinAcceptor'
  | 'barcodeReader'
  | 'camera'
  | 'pinPad'
  | 'auxiliaries'
  | 'powerSupply'
  | 'locker';

/** XFS4IoT `Common.Status` device. */
export type DeviceState =
  | 'online'
  | 'offline'
  | 'powerOff'
  | 'noDevice'
  | 'hardwareError'
  | 'userError'
  | 'deviceBusy'
  | 'fraudAttempt'
  | 'potentialFraud'
  | 'starting';
