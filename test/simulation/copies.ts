import type { Domain, TestCluster } from '#local/testing';

/** Make the three databases of `to` copies of those of `from`, which nobody is connected to. */
export async function copyDatabases(from: TestCluster, to: TestCluster): Promise<void> {
  for (const domain of Object.keys(from.names) as Domain[]) {
    await to.asAdmin(domain, async (admin) => {
      await admin.query(`DROP DATABASE ${to.names[domain]} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${to.names[domain]} OWNER sotto_owner
        TEMPLATE ${from.names[domain]}`);
    });
  }
  await to.restrict();
}
