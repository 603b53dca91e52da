import { dirname, extname, join, sep } from 'node:path';

/** The page's own address. Everything that the terminal shows comes from here, and nothing else is loaded. */
export const pageOrigin = 'app://terminal';
export const pageUrl = `${pageOrigin}/index.html`;

/** Content types of what the renderer's build consists of; a file of another kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
};

/** `connect-src 'none'`: what the page knows reaches it over its message port, and leaves it nowhere else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  'script-src app:',
  'style-src app:',
  'img-src app: data:',
  'font-src app:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Of the worker that compares faces (docs/decisions/0021): it compiles WebAssembly, and loads that and its models from
 * here. It draws nothing, holds no port, and knows no way out either: app: is answered from this machine's disk alone.
 */
const workerSecurityPolicy = [
  "default-src 'none'",
  "script-src app: 'wasm-unsafe-eval'",
  'connect-src app:',
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
};

export interface StaticFile {
  readonly path: string;
  readonly contentType: string;
  /** The program of the worker that compares faces. */
  readonly isFaceWorker: boolean;
}

/**
 * What app:// gives with a file. Without its content type, which Electron adds by the file's name, also where there is one:
 * `application/wasm` twice is none, and WebAssembly is then not compiled while it is read.
 *
 * A script that runs as a worker is held to the policy that came with it, and not to the page's.
 */
export function headersOf(file: StaticFile): Readonly<Record<string, string>> {
  return file.isFaceWorker
    ? { ...securityHeaders, 'content-security-policy': workerSecurityPolicy }
    : securityHeaders;
}

/** The file under `root` that an address of the page stands for; undefined for any other address. */
export function staticFile(root: string, url: string): StaticFile | undefined {
  if (!url.startsWith(`${pageOrigin}/`)) return undefined;
  const pathname = decode(new URL(url).pathname);
  // After decoding, `%2e%2e`, `%5c` and NUL are what they stand for.
  if (pathname === undefined || pathname.includes('\0') || pathname.includes('\\')) return undefined;
  const path = join(root, pathname === '/' ? '/index.html' : pathname);
  if (!path.startsWith(root + sep)) return undefined;
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined) return undefined;
  return { path, contentType, isFaceWorker: dirname(path) === join(root, 'face') };
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

/** Whether a navigation stays on the page: the same document, reloaded or at another anchor. */
export function isPage(url: string): boolean {
  return url === pageUrl || url.startsWith(`${pageUrl}#`);
}
