import { grantToken } from '../domain/access.ts';
import { enrol } from '../domain/enrolment.ts';
import { recordHeartbeat } from '../domain/heartbeat.ts';
import { takeReports } from '../domain/reports.ts';
import { type ApiParts, apiBase } from './base.ts';
import { papersApi } from './papers-api.ts';
import { paymentsApi } from './payments-api.ts';
import { servicesApi } from './services-api.ts';
import { socialInsuranceApi } from './social-insurance-api.ts';
import { socialSecurityCardApi } from './social-security-card-api.ts';
import { verificationApi } from './verification-api.ts';

/** What terminals may ask: every operation of the contract, and nothing else. */
export function terminalApi(parts: ApiParts) {
  const { db, clock, random, log, changes } = parts;
  const base = apiBase(parts);
  const { api, open, trusted } = base;

  return api.router({
    enrolment: {
      enrol: open.enrolment.enrol.handler(async ({ input, errors }) => {
        const { code, serialNumber } = input;
        const terminal = await enrol(db, clock, { code, serialNumber, publicKey: input.publicKey.x });
        if (!terminal.ok) throw errors.CODE_REFUSED();
        log.info({ terminal: terminal.value.number }, 'terminal enrolled');
        changes.announce();
        return terminal.value;
      }),
      token: open.enrolment.token.handler(async ({ input, errors }) => {
        const granted = await grantToken(db, clock, random, input.client_assertion);
        if (!granted.ok) {
          log.warn({ reason: granted.error }, 'client assertion refused');
          throw errors.INVALID_CLIENT();
        }
        const { token, expiresIn } = granted.value;
        return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresIn };
      }),
    },

    reporting: {
      submit: trusted.reporting.submit.handler(async ({ input, context, errors }) => {
        const taken = await takeReports(db, clock, context.terminal.id, input.reports);
        changes.announce();
        if (taken.ok) return { acknowledgedThrough: taken.value };
        const { code: refusal, ...at } = taken.error;
        log.warn({ terminal: context.terminal.number, refusal, ...at }, 'report refused');
        if (taken.error.code === 'gap') throw errors.GAP({ data: { expected: taken.error.expected } });
        throw errors.CONFLICT({ data: { sequence: taken.error.sequence } });
      }),
      heartbeat: trusted.reporting.heartbeat.handler(async ({ input, context }) => {
        await recordHeartbeat(db, clock, context.terminal.id, input);
        changes.announce();
        return { serverTime: new Date(clock.now()).toISOString() };
      }),
    },

    verification: verificationApi(parts, base),
    socialInsurance: socialInsuranceApi(parts, base),
    services: servicesApi(parts, base),
    socialSecurityCard: socialSecurityCardApi(parts, base),
    papers: papersApi(parts, base),
    payments: paymentsApi(parts, base),
  });
}
