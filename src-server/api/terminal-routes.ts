import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import { largestPageCall } from '../../src-shared/contract/papers.ts';
import { serverContract } from '../../src-shared/contract/server.ts';
import type { ApiParts } from './base.ts';
import { terminalApi } from './terminal-api.ts';

/** /v1: the contract over HTTP, and its description for those who do not read TypeScript. */
export async function terminalRoutes(app: FastifyInstance, parts: ApiParts, version: string): Promise<void> {
  const handler = new OpenAPIHandler(terminalApi(parts), {
    interceptors: [
      onError((error) => {
        // Refusals are answers. What is left is a fault of ours; its input is not logged.
        if (!(error instanceof ORPCError) || (error.status >= 500 && !error.defined))
          parts.log.error({ err: error }, 'call failed');
      }),
    ],
  });
  app.all('/v1/*', { bodyLimit: largestPageCall }, async (request, reply) => {
    const { authorization } = request.headers;
    const { matched } = await handler.handle(request, reply, {
      context: { authorization, address: request.ip },
    });
    if (!matched) return reply.code(404).send({ code: 'NOT_FOUND', message: 'no such operation' });
    return reply;
  });

  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const description = await generator.generate(serverContract, {
    info: { title: 'ZeroWindow central server', version },
    security: [{ terminal: [] }],
    components: { securitySchemes: { terminal: { type: 'http', scheme: 'bearer' } } },
  });
  app.get('/openapi.json', async () => description);
}
