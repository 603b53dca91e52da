import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { securityHeaders, staticFile } from './static-files.ts';

/** Before the app is ready: makes app:// an origin of its own, with secure context and code cache. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the renderer's build at app://terminal/, and 404 for everything else. */
export function serveApp(session: Session, rendererDirectory: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? staticFile(rendererDirectory, request.url) : undefined;
    const body = file && (await readFile(file.path).catch(() => undefined));
    if (file === undefined || body === undefined)
      return new Response('not found', { status: 404, headers: securityHeaders });
    return new Response(new Uint8Array(body), {
      headers: { ...securityHeaders, 'content-type': file.contentType },
    });
  });
}
