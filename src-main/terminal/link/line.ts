import type { ClientLink } from '@orpc/client';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { serverContract } from '../../../src-shared/contract/server.ts';
import type { LineContext } from './client.ts';

/** HTTPS and JSON by the contract: an answer that does not follow it is an error. */
export function openApiLine(url: string): ClientLink<LineContext> {
  return new OpenAPILink<LineContext>(serverContract, {
    url,
    headers: ({ context }) =>
      context.token === undefined ? {} : { authorization: `Bearer ${context.token}` },
    plugins: [new ResponseValidationPlugin(serverContract)],
  });
}
