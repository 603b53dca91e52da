import { err } from '../../../src-shared/result.ts';
import type { Centre } from './client.ts';
import type { LinkError } from './link-error.ts';

const notEnrolled: LinkError = {
  kind: 'unreachable',
  code: 'NOT_ENROLLED',
  outcome: 'notDone',
  message: 'this terminal is not enrolled yet',
};

/**
 * The centre for callers that start before the terminal is enrolled. Until `connect` gives a centre, every
 * call answers that nothing was done.
 */
export function lateCentre(connect: () => Centre | undefined): Centre {
  let connected: Centre | undefined;
  const link = () => {
    connected ??= connect();
    return connected;
  };
  const refused = Promise.resolve(err(notEnrolled));
  return {
    reporting: {
      submit: (input, options) => link()?.reporting.submit(input, options) ?? refused,
      heartbeat: (input, options) => link()?.reporting.heartbeat(input, options) ?? refused,
    },
    verification: {
      start: (input, options) => link()?.verification.start(input, options) ?? refused,
      check: (input, options) => link()?.verification.check(input, options) ?? refused,
    },
    socialInsurance: {
      participation: (input, options) => link()?.socialInsurance.participation(input, options) ?? refused,
      printCount: (input, options) => link()?.socialInsurance.printCount(input, options) ?? refused,
      issueCertificate: (input, options) =>
        link()?.socialInsurance.issueCertificate(input, options) ?? refused,
      certificateByKey: (input, options) =>
        link()?.socialInsurance.certificateByKey(input, options) ?? refused,
      voidCertificate: (input, options) => link()?.socialInsurance.voidCertificate(input, options) ?? refused,
    },
  };
}
