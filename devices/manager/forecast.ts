import type { SupplyForecast } from '../../src-shared/view.ts';
import type { AnyDevice } from './create-device.ts';

/** How far the paper and the toner of a device will go, roughly. Empty where it has none, or cannot know. */
export function forecastOf(device: AnyDevice): SupplyForecast[] {
  if (device.class === 'documentPrinter') {
    return device.status.forecast.map(({ paper, pagesLeft, limitedBy }) => ({
      of: 'pages',
      paper,
      left: pagesLeft,
      limitedBy,
    }));
  }
  if (device.class === 'receiptPrinter' && device.status.forecast !== null) {
    const { receiptsLeft } = device.status.forecast;
    return [{ of: 'receipts', paper: null, left: receiptsLeft, limitedBy: 'paper' }];
  }
  return [];
}
