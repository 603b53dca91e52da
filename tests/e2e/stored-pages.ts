import { systemRandom } from '../../src-server/random.ts';
import { openDatabase } from '../../src-server/store/database.ts';
import { serverKeyFile } from '../../src-server/store/server-key.ts';
import { createVault } from '../../src-server/store/vault.ts';

/** The pages of all papers, out of the data of a server that is stopped, opened with its key. */
export async function storedPages(directory: string): Promise<Buffer[]> {
  const key = serverKeyFile(directory, systemRandom);
  const opened = await openDatabase({ kind: 'embedded', directory });
  if (!key.ok || !opened.ok) throw new Error('the data of the server cannot be opened');
  const { db, close } = opened.value;
  try {
    const rows = await db
      .selectFrom('material_page')
      .select(['paper_id', 'page', 'content_sealed'])
      .orderBy('page')
      .execute();
    const vault = createVault(key.value, systemRandom);
    return rows.map(({ paper_id, page, content_sealed }) =>
      vault.open(`material_page ${paper_id} ${page}`, content_sealed),
    );
  } finally {
    await close();
  }
}
