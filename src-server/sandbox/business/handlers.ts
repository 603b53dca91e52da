import type { Handlers } from './handler.ts';
import { hotline } from './hotline.ts';
import { market } from './market.ts';
import { serviceHall } from './service-hall.ts';
import { socialInsurance } from './social-insurance.ts';
import { tax } from './tax.ts';

/** What the registers of the sandbox do, by item code: one file an area. */
export const handlers: Handlers = { ...tax, ...socialInsurance, ...serviceHall, ...market, ...hotline };
