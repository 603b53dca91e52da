import { appointments } from './appointments.ts';
import type { Handlers } from './handler.ts';
import { words } from './sheets.ts';

export const serviceHall: Handlers = {
  'HAL-APT-001': appointments({
    itemCode: 'HAL-APT-001',
    placeField: 'hall',
    places: {
      city: words('样本市政务服务中心', 'Specimen City Service Hall'),
      east: words('样本区政务服务中心', 'Specimen District Service Hall'),
    },
    hours: ['09:00', '10:00', '11:00', '14:00', '15:00', '16:00'],
    seats: 4,
  }),
};
