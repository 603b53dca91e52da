import { card } from './card.ts';
import { civil } from './civil.ts';
import { educationHealth } from './education-health.ts';
import { employment } from './employment.ts';
import type { Handlers } from './handler.ts';
import { hotline } from './hotline.ts';
import { housingFund } from './housing-fund.ts';
import { insuranceCertificates } from './insurance-certificates.ts';
import { insuranceMatters } from './insurance-matters.ts';
import { market } from './market.ts';
import { medical } from './medical.ts';
import { police } from './police.ts';
import { realEstate } from './real-estate.ts';
import { serviceHall } from './service-hall.ts';
import { socialInsuranceQueries } from './social-insurance.ts';
import { taxCertificates } from './tax-certificates.ts';
import { taxMatters } from './tax-matters.ts';
import { transport } from './transport.ts';

/** What the registers of the sandbox do, by item code: one file an area. */
export const handlers: Handlers = {
  ...taxCertificates,
  ...taxMatters,
  ...socialInsuranceQueries,
  ...insuranceCertificates,
  ...insuranceMatters,
  ...card,
  ...employment,
  ...medical,
  ...housingFund,
  ...realEstate,
  ...market,
  ...civil,
  ...police,
  ...transport,
  ...educationHealth,
  ...hotline,
  ...serviceHall,
};
