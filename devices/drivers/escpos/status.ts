/** What a unit says of itself, as named bits. Bits that the answer at hand does not carry are absent. */
export interface EscPosFlags {
  readonly offline?: boolean;
  readonly waitingForRecovery?: boolean;
  readonly feedKey?: boolean;
  readonly coverOpen?: boolean;
  readonly feedingByKey?: boolean;
  readonly stoppedByPaperEnd?: boolean;
  readonly error?: boolean;
  readonly mechanicalError?: boolean;
  readonly cutterError?: boolean;
  readonly unrecoverableError?: boolean;
  /** The supply is out of its range. */
  readonly voltageError?: boolean;
  /** Auto-recoverable, in practice the print head is too hot: the unit goes on by itself when it has cooled. */
  readonly headHot?: boolean;
  readonly paperNearEnd?: boolean;
  readonly paperEnd?: boolean;
  readonly ticketPresent?: boolean;
}

export type RealTimeQuery = 1 | 2 | 3 | 4;

/** The answer to DLE EOT n. `byte` has passed `isRealTimeReply`. */
export function realTimeFlags(n: RealTimeQuery, byte: number, ticketSensor: boolean): EscPosFlags {
  const bit = (index: number) => (byte & (1 << index)) !== 0;
  switch (n) {
    case 1:
      return {
        offline: bit(3),
        waitingForRecovery: bit(5),
        feedKey: bit(6),
        ...(ticketSensor ? { ticketPresent: bit(7) } : {}),
      };
    case 2:
      return { coverOpen: bit(2), feedingByKey: bit(3), stoppedByPaperEnd: bit(5), error: bit(6) };
    case 3:
      return {
        mechanicalError: bit(2),
        cutterError: bit(3),
        unrecoverableError: bit(5),
        headHot: bit(6),
      };
    case 4:
      return { paperNearEnd: (byte & 0x0c) !== 0, paperEnd: (byte & 0x60) !== 0 };
  }
}

/** The four bytes of automatic status back. */
export function automaticStatusFlags(bytes: Uint8Array): EscPosFlags {
  const [one = 0, two = 0, three = 0] = bytes;
  return {
    offline: (one & 0x08) !== 0,
    coverOpen: (one & 0x20) !== 0,
    feedingByKey: (one & 0x40) !== 0,
    mechanicalError: (two & 0x04) !== 0,
    cutterError: (two & 0x08) !== 0,
    unrecoverableError: (two & 0x20) !== 0,
    headHot: (two & 0x40) !== 0,
    paperNearEnd: (three & 0x03) !== 0,
    paperEnd: (three & 0x0c) !== 0,
  };
}

export type EscPosMessage =
  | { readonly kind: 'realTimeReply'; readonly byte: number }
  | { readonly kind: 'automaticStatus'; readonly bytes: Uint8Array }
  /** All that a Custom unit says of itself, six bytes. */
  | { readonly kind: 'fullStatus'; readonly bytes: Uint8Array }
  /** The answer to GS r or GS I. */
  | { readonly kind: 'replyInTurn'; readonly byte: number }
  /** 37 25 00, the answer to DLE DC4 fn 8. */
  | { readonly kind: 'bufferCleared' }
  | { readonly kind: 'xon' | 'xoff' }
  | { readonly kind: 'noise'; readonly byte: number };

/** Fixed bits `0xx1xx10`. */
export function isRealTimeReply(byte: number, ticketSensor: boolean): boolean {
  return (byte & (ticketSensor ? 0x13 : 0x93)) === 0x12;
}

/**
 * Tells the answers of a unit apart as they come, byte by byte. They carry no length and no address, only
 * fixed bits: ASB begins `0xx1xx00` and goes on with three times `0xx0xxxx`, DLE EOT answers `0xx1xx10`,
 * GS r answers `0xx0xxxx`, XON is 11 and XOFF is 13. Source: Citizen command reference, p. 310.
 */
export function createStatusParser(ticketSensor: boolean): (bytes: Uint8Array) => readonly EscPosMessage[] {
  let automatic: number[] = [];
  let cleared: number[] = [];

  function take(byte: number): EscPosMessage | null {
    if (cleared.length > 0) {
      cleared.push(byte);
      if (cleared.length < 3) return null;
      const right = cleared[1] === 0x25 && cleared[2] === 0x00;
      cleared = [];
      return right ? { kind: 'bufferCleared' } : { kind: 'noise', byte };
    }
    if (byte === 0x11) return { kind: 'xon' };
    if (byte === 0x13) return { kind: 'xoff' };
    // A real-time answer may come between the bytes of an automatic status.
    if (isRealTimeReply(byte, ticketSensor)) return { kind: 'realTimeReply', byte };
    if (byte === 0x37) {
      cleared = [byte];
      return null;
    }
    if ((byte & 0x93) === 0x10) {
      automatic = [byte];
      return null;
    }
    if ((byte & 0x90) !== 0) return { kind: 'noise', byte };
    if (automatic.length === 0) return { kind: 'replyInTurn', byte };
    automatic.push(byte);
    if (automatic.length < 4) return null;
    const bytes = Uint8Array.from(automatic);
    automatic = [];
    return { kind: 'automaticStatus', bytes };
  }

  return (bytes) => [...bytes].map(take).filter((message) => message !== null);
}
