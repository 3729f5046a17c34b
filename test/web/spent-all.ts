import type { TestCluster } from '#local/testing';

const MANY = 1_000_000;

/**
 * Count more credits of each period than can have been issued, as after credits were forged; what
 * is given back puts it right.
 */
export async function spendAll(cluster: TestCluster): Promise<() => Promise<void>> {
  await cluster.query('vault', `INSERT INTO credits_spent AS s (programme, period, sessions)
    SELECT programme, period, $1 FROM programme_period
    ON CONFLICT (programme, period) DO UPDATE SET sessions = s.sessions + $1`, [MANY]);
  return async () => {
    await cluster.query('vault', 'DELETE FROM credits_spent WHERE sessions = $1', [MANY]);
    await cluster.query('vault',
      'UPDATE credits_spent SET sessions = sessions - $1 WHERE sessions > $1', [MANY]);
  };
}
