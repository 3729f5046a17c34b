import pg from 'pg';

/** Work on a database by a connection of its own, which is closed whatever becomes of it. */
export async function withClient<T>(
  url: string, work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
