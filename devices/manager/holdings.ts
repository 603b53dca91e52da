import type { PowerUpFinding } from '../contract/cash.ts';
import type { AnyDevice } from './create-device.ts';

/** Something that lies in a device where nothing should lie before a citizen comes. */
export interface Finding {
  /** A short code as in `DeviceStatus.reasons`: `itemInPath`, `payoutIncomplete`, `cardInside`. */
  readonly code: string;
  /** For the technician and the journal. Never personal data. */
  readonly description: string;
  /** Whether it is still so. What was found at power-up stays a finding until the device comes up again. */
  readonly holds: (device: AnyDevice) => boolean;
}

/** Milliseconds for the questions to one device. */
const answerMs = 10_000;

/**
 * Asks a device what it holds: what its last power-up found, and what its sensors see. Moves nothing. A device that
 * does not say is a finding too: nobody may take it for empty.
 */
export async function askHoldings(device: AnyDevice): Promise<readonly Finding[]> {
  const sensed = sensors.filter(({ holds }) => holds(device));
  switch (device.class) {
    case 'cashAcceptor': {
      const units = await device.units({ timeoutMs: answerMs });
      return [
        ...device.powerUp.flatMap(fromPowerUp),
        ...sensed,
        ...(units.ok ? [] : unanswered(units.error.description)),
      ];
    }
    case 'cashDispenser': {
      const last = await device.lastDispense({ timeoutMs: answerMs });
      return last.ok ? sensed : unanswered(last.error.description);
    }
    default:
      return sensed;
  }
}

const sensors: readonly Finding[] = [
  {
    code: 'noteInEscrow',
    description: 'a note lies in escrow',
    holds: (device) => device.class === 'cashAcceptor' && device.status.intermediateStacker === 'notEmpty',
  },
  {
    code: 'cardInside',
    description: 'a card is in the reader',
    holds: (device) => device.class === 'cardReader' && device.status.media === 'present',
  },
  {
    code: 'cardOnReader',
    description: 'a card lies on the reader',
    holds: (device) => device.class === 'identityCardReader' && device.status.media === 'present',
  },
  {
    code: 'ticketInMouth',
    description: 'a slip hangs in the mouth',
    holds: (device) => device.class === 'receiptPrinter' && device.status.ticket === 'present',
  },
  {
    code: 'sheetInSlot',
    description: 'a sheet lies in the slot',
    holds: (device) => device.class === 'documentPrinter' && device.status.media === 'present',
  },
];

function lasting(code: string, description: string): Finding[] {
  return [{ code, description, holds: () => true }];
}

const unanswered = (description: string) => lasting('holdingsUnknown', description);

function fromPowerUp(finding: PowerUpFinding): Finding[] {
  switch (finding.kind) {
    case 'clear':
      return [];
    case 'itemInPath': {
      const item =
        finding.item === null ? 'an unknown item' : `${finding.item.value} ${finding.item.currency}`;
      return lasting('itemInPath', `${item} was in the path at power-up: ${finding.fate}`);
    }
    case 'payoutIncomplete': {
      const { dispensedValue, requestedValue } = finding;
      return lasting(
        'payoutIncomplete',
        `paid ${dispensedValue} of ${requestedValue} before the power was lost`,
      );
    }
    case 'floatIncomplete': {
      const { movedValue, requestedValue } = finding;
      return lasting('floatIncomplete', `moved ${movedValue} of ${requestedValue} before the power was lost`);
    }
  }
}
