import { protocol, type Session } from 'electron';
import { headersOf, staticFile } from './static-files.ts';

/**
 * Before the app is ready: makes app:// an origin of its own, with secure context and code cache. The page's policy lets
 * it fetch nothing; the worker that compares faces fetches its models.
 */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true, supportFetchAPI: true } },
  ]);
}

/** `net::ERR_FILE_NOT_FOUND`, by which Chromium knows it. */
const fileNotFound = -6;

/**
 * Serves the renderer's build at app://terminal/, and nothing else.
 *
 * By `registerFileProtocol`, which Chromium's own threads read the file for. `protocol.handle` passes every block of
 * it through this thread, where the terminal boots at the same time: its first page came 200 ms later.
 */
export function serveApp(session: Session, rendererDirectory: string): void {
  session.protocol.registerFileProtocol('app', (request, callback) => {
    const file = request.method === 'GET' ? staticFile(rendererDirectory, request.url) : undefined;
    if (file === undefined) callback({ error: fileNotFound });
    else callback({ path: file.path, headers: headersOf(file) });
  });
}
