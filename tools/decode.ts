import { decodeCcnet } from '../devices/drivers/ccnet/decode.ts';
import { decodeCctalk } from '../devices/drivers/cctalk/decode.ts';
import { decodeEpp } from '../devices/drivers/epp/decode.ts';
import { decodeEscPos } from '../devices/drivers/escpos/decode.ts';
import { decodeHidPos } from '../devices/drivers/hid-pos/decode.ts';
import { decodeId003 } from '../devices/drivers/id003/decode.ts';
import { decodeKrCu } from '../devices/drivers/kr-cu/decode.ts';
import { decodeLcdm } from '../devices/drivers/lcdm/decode.ts';
import { decodeMegatec } from '../devices/drivers/megatec-ups/decode.ts';
import { decodeModbus } from '../devices/drivers/modbus-io/decode.ts';
import { decodeSdt } from '../devices/drivers/sdt/decode.ts';
import { decodeApdu } from '../devices/drivers/social-security-card/decode.ts';
import { decodeSsp } from '../devices/drivers/ssp/decode.ts';
import { err, type Result } from '../src-shared/result.ts';

/**
 * npm run decode -- <protocol> <host|device> <hex> [--show-personal-data] [--key <hex>]
 *
 * Explains the bytes that a technician has on a line: JSON on stdout and exit 0, or the reason on stderr and
 * exit 1.
 */
const usage =
  'usage: npm run decode -- <sdt|escpos|ccnet|cctalk|id003|lcdm|ssp|apdu|hid-pos|epp|modbus|megatec|kr-cu> <host|device> <hex> [--show-personal-data] [--key <hex>]';

function decode(words: readonly string[]): Result<object, string> {
  const showPersonalData = words.includes('--show-personal-data');
  // Hex may be given in groups, as most tools print it.
  const plain = words.filter((word) => word !== '--show-personal-data');
  const keyAt = plain.indexOf('--key');
  // Of an encrypted session (ssp): it stands behind its word.
  const [, key] = keyAt < 0 ? [] : plain.splice(keyAt, 2);
  const [protocol, direction, ...groups] = plain;
  if (direction !== 'host' && direction !== 'device') return err(usage);
  const digits = groups.join('').replaceAll(/[\s:]/g, '');
  if (!/^([\da-f]{2})+$/i.test(digits)) return err(`not hexadecimal bytes; ${usage}`);
  const bytes = Uint8Array.from(Buffer.from(digits, 'hex'));
  switch (protocol) {
    case 'sdt':
      return decodeSdt(direction, bytes, { showPersonalData });
    case 'modbus':
      return decodeModbus(direction, bytes);
    case 'megatec':
      return decodeMegatec(direction, bytes);
    case 'kr-cu':
      return decodeKrCu(bytes);
    case 'epp':
      return decodeEpp(direction, bytes, { showPersonalData });
    case 'escpos':
      return decodeEscPos(direction, bytes);
    case 'ccnet':
      return decodeCcnet(direction, bytes);
    case 'id003':
      return decodeId003(direction, bytes);
    case 'cctalk':
      return decodeCctalk(direction, bytes);
    case 'lcdm':
      return decodeLcdm(direction, bytes);
    case 'ssp':
      return decodeSsp(direction, bytes, key === undefined ? {} : { key: Buffer.from(key, 'hex') });
    case 'hid-pos':
      return decodeHidPos(direction, bytes, { showPersonalData });
    case 'apdu':
      return decodeApdu(direction, bytes, { showPersonalData });
    default:
      return err(`no protocol ${protocol}; ${usage}`);
  }
}

const decoded = decode(process.argv.slice(2));
if (decoded.ok) console.log(JSON.stringify(decoded.value, null, 2));
else {
  console.error(decoded.error);
  process.exitCode = 1;
}
