import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DatabaseLocation } from './database.ts';

/** For tests only: an empty database of its own on the PostgreSQL server that TEST_DATABASE_URL names. */
export async function createTestDatabase(admin: string) {
  const name = `zerowindow_test_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: admin });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const location: DatabaseLocation = { kind: 'server', url: url.href };
  return { location, remove: () => run(`drop database ${name} with (force)`) };
}
