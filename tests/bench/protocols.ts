import { drivers } from '../../devices/conformance/drivers.ts';
import { openBench } from '../../devices/conformance/memory-bench.ts';
import { encodeFrame as encodeCctalk, FrameFinder } from '../../devices/drivers/cctalk/codec.ts';
import { encodeReceipt } from '../../devices/drivers/escpos/encoder.ts';
import { paper80mm } from '../../devices/drivers/escpos/profile.ts';
import { encodeFrame as encodeSsp, FrameParser } from '../../devices/drivers/ssp/frame.ts';
import { Random } from '../../tools/fuzz/random.ts';
import { targets } from '../../tools/fuzz/targets.ts';
import {
  peerCctalkParser,
  peerSspEncoder,
  peerSspParser,
  pointOfSaleSlip,
  receiptlineSlip,
  type Slip,
  thermalPrinterSlip,
} from './peer-codecs.ts';

/**
 * `npm run bench:protocols`: how fast frames are made and found, beside the npm packages that do the same work, on
 * the same content in one run; and what a command costs beside its unit, which answers at once. Last line JSON.
 */

const rounds = 21;
const roundMs = 12;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Microseconds for one call, by the median of rounds. */
function microseconds(work: () => void): () => number {
  const times: number[] = [];
  let calls = 1;
  for (let began = performance.now(); performance.now() - began < roundMs; ) work();
  return () => {
    for (;;) {
      const began = performance.now();
      for (let call = 0; call < calls; call++) work();
      const took = performance.now() - began;
      if (took < roundMs / 2) {
        calls *= 2;
        continue;
      }
      times.push((took * 1000) / calls);
      return median(times);
    }
  };
}

interface Pair {
  readonly what: string;
  readonly peer: string;
  readonly ours: () => void;
  readonly theirs: () => void;
}

/** In turns, so that what disturbs the machine disturbs both. */
function compare({ ours, theirs }: Pair): { ours: number; theirs: number; ratio: number } {
  const [our, their] = [microseconds(ours), microseconds(theirs)];
  let [a, b] = [0, 0];
  for (let round = 0; round < rounds; round++) [a, b] = [our(), their()];
  return { ours: a, theirs: b, ratio: b / a };
}

const random = new Random(1);
const portions = (stream: Uint8Array) =>
  Array.from({ length: Math.ceil(stream.length / 64) }, (_, at) => stream.subarray(at * 64, at * 64 + 64));

function streamOf(frames: number, make: () => Uint8Array): Uint8Array[] {
  return portions(Uint8Array.from(Buffer.concat(Array.from({ length: frames }, make))));
}

const framesInStream = 200;
const data = () => random.bytes(1 + random.integer(20));
const cctalkStream = streamOf(framesInStream, () =>
  encodeCctalk('checksum', { destination: 1, source: 2, header: 0, data: data() }),
);
// Each frame in one portion: the peer loses frames that come in parts.
const sspStream = Array.from({ length: framesInStream }, () =>
  encodeSsp({ sequence: 0, address: 0, data: data() }),
);
const slip: Slip = {
  title: 'SPECIMEN SLIP',
  pairs: Array.from({ length: 20 }, (_, at) => [`Item ${at + 1}`, `value ${at * 37}`] as const),
};
const receipt = {
  elements: [
    { kind: 'text' as const, text: slip.title, align: 'centre' as const, bold: true },
    { kind: 'rule' as const },
    ...slip.pairs.map(([label, value]) => ({ kind: 'pair' as const, label, value })),
  ],
};
const noRasteriser = {
  rasterise: (): never => {
    throw new Error('the slip has nothing to draw');
  },
};
const ourSlip = () => {
  const encoded = encodeReceipt(receipt, paper80mm, noRasteriser);
  if (!encoded.ok) throw new Error(encoded.error);
};

/** Both find all frames of the stream, or the comparison says nothing. */
function finding(
  stream: readonly Uint8Array[],
  parser: (onFrame: () => void) => (bytes: Uint8Array) => void,
) {
  let frames = 0;
  const push = parser(() => {
    frames++;
  });
  const all = () => {
    frames = 0;
    for (const portion of stream) push(portion);
    if (frames !== framesInStream) throw new Error(`${frames} of ${framesInStream} frames`);
  };
  all();
  return all;
}

const sspEncode = peerSspEncoder();
const parameters = Uint8Array.of(0xff, 0x7f, 0x03);
const command = Uint8Array.of(0x02, ...parameters);
const pairs: readonly Pair[] = [
  {
    what: 'ccTalk: find 200 frames',
    peer: '@serialport/parser-cctalk (no checksum)',
    ours: finding(cctalkStream, (onFrame) => {
      const finder = new FrameFinder('checksum');
      return (bytes) => {
        for (const heard of finder.push(bytes)) if (heard.kind === 'frame') onFrame();
      };
    }),
    theirs: finding(cctalkStream, peerCctalkParser),
  },
  {
    what: 'SSP: find 200 frames',
    peer: 'encrypted-smiley-secure-protocol',
    ours: finding(sspStream, (onFrame) => {
      const parser = new FrameParser();
      return (bytes) => {
        for (const found of parser.push(bytes)) if (found.kind === 'frame') onFrame();
      };
    }),
    theirs: finding(sspStream, peerSspParser),
  },
  {
    what: 'SSP: make a frame',
    peer: 'encrypted-smiley-secure-protocol',
    ours: () => void encodeSsp({ sequence: 0, address: 0, data: command }),
    theirs: () => void sspEncode([...parameters]),
  },
  {
    what: 'ESC/POS: make a slip of 22 lines',
    peer: '@point-of-sale/receipt-printer-encoder',
    ours: ourSlip,
    theirs: () => void pointOfSaleSlip(slip),
  },
  {
    what: 'ESC/POS: make a slip of 22 lines',
    peer: 'node-thermal-printer',
    ours: ourSlip,
    theirs: () => void thermalPrinterSlip(slip),
  },
  {
    what: 'ESC/POS: make a slip of 22 lines',
    peer: 'receiptline',
    ours: ourSlip,
    theirs: () => void receiptlineSlip(slip),
  },
];

const us = (value: number) => `${value.toFixed(1)} us`.padStart(14);
const summary: { ratios: Record<string, number>; framesPerSecond: object; commandUs: object } = {
  ratios: {},
  framesPerSecond: {},
  commandUs: {},
};

console.log(
  `${'the same work'.padEnd(36)}${'peer'.padEnd(42)}${'ours'.padStart(14)}${'peer'.padStart(14)}   speed`,
);
for (const pair of pairs) {
  const { ours, theirs, ratio } = compare(pair);
  summary.ratios[`${pair.what} / ${pair.peer}`] = Number(ratio.toFixed(2));
  console.log(
    `${pair.what.padEnd(36)}${pair.peer.padEnd(42)}${us(ours)}${us(theirs)}${ratio.toFixed(2).padStart(8)}`,
  );
}

console.log(`\n${'frames a second'.padEnd(36)}${'make'.padStart(14)}${'find'.padStart(14)}`);
for (const target of targets) {
  const name = `${target.protocol} ${target.direction}`;
  const samples = Array.from({ length: 50 }, () => target.sample(random).bytes);
  const parser = target.parser();
  const make = microseconds(() => void target.sample(random));
  const find = microseconds(() => {
    for (const sample of samples) parser.push(sample);
    parser.pause();
  });
  const rate = { make: Math.round(1e6 / make()), find: Math.round((1e6 * samples.length) / find()) };
  Object.assign(summary.framesPerSecond, { [name]: rate });
  console.log(`${name.padEnd(36)}${String(rate.make).padStart(14)}${String(rate.find).padStart(14)}`);
}

console.log(`\n${'a command, with its unit and its line in memory'.padEnd(56)}${'processor'.padStart(14)}`);
for (const conformance of drivers) {
  for (const one of conformance.commands) {
    const bench = await openBench(conformance);
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      await one.prepare?.(bench);
      const before = process.cpuUsage();
      const answer = await bench.time.answer(one.run(bench, { timeoutMs: one.timeoutMs }));
      const { user, system } = process.cpuUsage(before);
      if (answer.ok) times.push(user + system);
      await bench.time.pause(one.settleMs ?? 5_000);
      conformance.hands?.(bench.unit);
      await conformance.recover?.(bench);
    }
    await bench.time.answer(bench.device.close());
    const name = `${conformance.driver} ${one.name}`;
    Object.assign(summary.commandUs, { [name]: median(times) });
    console.log(`${name.padEnd(56)}${us(median(times))}`);
  }
}
console.log(JSON.stringify(summary));
