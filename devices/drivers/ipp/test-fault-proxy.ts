import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import type { IppAttribute, IppGroup } from './values.ts';

/**
 * Stands on the network in front of ippeveprinter, for what that cannot do: be unplugged, and say that its
 * cover is open or that a jam stands. ippeveprinter sets such reasons only while a job's command runs, and
 * never stops a job. Everything else passes unchanged, byte for byte.
 */
export interface FaultProxy {
  readonly plugged: boolean;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

export interface FaultProxyOptions {
  readonly port: number;
  /** Where ippeveprinter listens. */
  readonly printerPort: number;
  /** Keywords such as `media-jam` that stand now; while any does, the printer and its running job are stopped. */
  readonly standing: () => readonly string[];
}

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => void relay(options, incoming, outgoing));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  let plugged = false;
  async function plug(): Promise<void> {
    if (plugged) return;
    plugged = true;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  }
  async function unplug(): Promise<void> {
    if (!plugged) return;
    plugged = false;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  await plug();
  return {
    get plugged() {
      return plugged;
    },
    plug,
    unplug,
  };
}

async function relay(
  options: FaultProxyOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const { method, url: path, headers } = incoming;
    const body = await allOf(incoming);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(
        { host: '127.0.0.1', port: options.printerPort, method, path, headers, agent: false },
        resolve,
      )
        .on('error', reject)
        .end(body);
    });
    const answered = withFaults(await allOf(answer), options.standing());
    const type = answer.headers['content-type'] ?? 'application/ipp';
    outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': type, 'content-length': answered.length });
    outgoing.end(answered);
  } catch {
    // As if the printer had been switched off in the middle.
    incoming.socket.destroy();
  }
}

async function allOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function withFaults(answer: Buffer, standing: readonly string[]): Buffer {
  if (standing.length === 0) return answer;
  const decoded = decodeIpp(answer);
  if (!decoded.ok) return answer;
  return Buffer.from(encodeIpp({ ...decoded.value, groups: decoded.value.groups.map(stopped) }));

  function stopped(group: IppGroup): IppGroup {
    return { ...group, attributes: group.attributes.map((attribute) => attributeIn(group, attribute)) };
  }

  function attributeIn(group: IppGroup, attribute: IppAttribute): IppAttribute {
    if (group.tag === 'printer' && attribute.name === 'printer-state')
      return { name: attribute.name, values: [{ tag: 'enum', value: 5 }] };
    if (group.tag === 'printer' && attribute.name === 'printer-state-reasons') {
      const others = attribute.values.filter((value) => !('value' in value) || value.value !== 'none');
      const ours = standing.map((keyword) => ({ tag: 'keyword' as const, value: `${keyword}-error` }));
      return { name: attribute.name, values: [...others, ...ours] };
    }
    const [first] = attribute.values;
    if (group.tag === 'job' && attribute.name === 'job-state' && first?.tag === 'enum' && first.value === 5)
      return { name: attribute.name, values: [{ tag: 'enum', value: 6 }] };
    return attribute;
  }
}
