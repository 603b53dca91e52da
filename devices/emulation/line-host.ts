/** Where a unit's line comes out, with a plug that can be pulled. */
export interface LineHost {
  /** What a driver opens: a path for a serial line, `host:port` for TCP. It stays the same over plugging. */
  readonly address: string;
  readonly plugged: boolean;
  /** Does nothing when it is plugged in already. */
  plug(): Promise<void>;
  /** Pulls the plug: a driver that has the line open loses it. */
  unplug(): Promise<void>;
}
