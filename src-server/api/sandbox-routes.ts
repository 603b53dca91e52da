import type { FastifyInstance } from 'fastify';
import { type Faults, faultSettings } from '../sandbox/faults.ts';
import type { SmsInbox } from '../sandbox/sms-inbox.ts';

const losses: Readonly<Record<string, 'loseIssueAnswers' | 'losePostAnswers' | 'losePinAnswers'>> = {
  '/v1/social-insurance/certificates': 'loseIssueAnswers',
  '/v1/payments': 'losePostAnswers',
  '/v1/social-security-card/pin': 'losePinAnswers',
};

/** Only there when the sandbox stands in for the authority: the invented people's phones, and bad days. */
export function sandboxRoutes(app: FastifyInstance, inbox: SmsInbox, faults: Faults): void {
  app.get('/sandbox/sms', async () => ({ messages: inbox.messages() }));
  app.get('/sandbox/faults', async () => faults);
  app.post('/sandbox/faults', async (request, reply) => {
    const wanted = faultSettings.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ problems: wanted.error.issues });
    return Object.assign(faults, wanted.data);
  });

  // What was asked is done, and the line breaks before the terminal learns of it.
  app.addHook('onSend', async (request, reply, payload) => {
    const loss = losses[request.url];
    if (loss === undefined || reply.statusCode !== 200 || faults[loss] === 0) return payload;
    faults[loss]--;
    request.raw.socket.destroy();
    return payload;
  });
}
