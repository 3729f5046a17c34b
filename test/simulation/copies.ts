import { asAdmin, restrictConnections } from '#platform/roles';
import type { Domain, TestCluster } from '#platform/testing';
import { sharedServer } from '../trust/dump.ts';

/** Make the three databases of `to` copies of those of `from`, which nobody is connected to. */
export async function copyDatabases(from: TestCluster, to: TestCluster): Promise<void> {
  const { adminUrl } = sharedServer();
  await asAdmin(adminUrl, async (admin) => {
    for (const domain of Object.keys(from.names) as Domain[]) {
      await admin.query(`DROP DATABASE ${to.names[domain]} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${to.names[domain]} OWNER sotto_owner
        TEMPLATE ${from.names[domain]}`);
    }
  });
  await restrictConnections(adminUrl, to.names);
}
