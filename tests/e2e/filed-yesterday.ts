import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { connectAuthority } from '../../src-server/connectors/connect.ts';
import { loadItems } from '../../src-server/domain/items.ts';
import { systemRandom } from '../../src-server/random.ts';
import { openDatabase } from '../../src-server/store/database.ts';
import { serverKeyFile } from '../../src-server/store/server-key.ts';
import { createVault } from '../../src-server/store/vault.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { projectDirectory } from '../../tools/host.ts';

/**
 * A card for older people that somebody asked for yesterday, so that the sandbox has made it overnight; before the server is
 * started. Answers the number of the matter.
 */
export async function filedYesterday(
  serverDirectory: string,
  person: { readonly name: string; readonly idNumber: string },
): Promise<string> {
  const key = serverKeyFile(serverDirectory, systemRandom);
  const opened = await openDatabase({ kind: 'embedded', directory: serverDirectory });
  if (!key.ok || !opened.ok) throw new Error('the database of the server does not open');
  const { db, close } = opened.value;
  const config = join(projectDirectory, 'config');
  const { business } = connectAuthority('sandbox', join(config, 'sandbox'), {
    db,
    vault: createVault(key.value, systemRandom),
    clock: { ...systemClock, now: () => systemClock.now() - 24 * 3_600_000 },
    random: systemRandom,
    verificationUrl: () => '',
    paymentUrl: () => '',
    items: loadItems(join(config, 'services')),
    photoDirectory: join(config, 'sandbox', 'photos'),
  });
  const filed = await business.submit({
    itemCode: 'CIV-DCL-003',
    person: new Sensitive(person, 'somebody'),
    agent: null,
    companyCode: null,
    answers: { phone: '13800000002', bank: 'specimen', place: 'hall' },
    verifiedBy: 'sms',
    promises: [],
    decision: null,
    idempotencyKey: randomUUID(),
    terminalId: randomUUID(),
    transactionId: randomUUID(),
  });
  await close();
  if (!filed.ok || filed.value.number === null) throw new Error(JSON.stringify(filed));
  return filed.value.number;
}
