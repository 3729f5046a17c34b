import { today, type Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import type { OnRefused } from './job-worker.ts';
import type { Log } from '../logging.ts';
import { nameOf } from '../unavailable.ts';

/**
 * Alarms of jobs that were not signed so: in the log each time, in the counts by name and reason.
 * An alarm that cannot be counted leaves the job refused all the same.
 */
export function alarmOfRefusedJobs(db: Database, log: Log, clock: Clock): OnRefused {
  return async (job, code) => {
    log.write('error', { event: 'job-refused', job, code });
    await db.transaction('refuse-job', (tx) => tx.query(
      `INSERT INTO job_refusal (job, reason, refused_on) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`, [job, code, today(clock)])).catch((error: unknown) => {
      log.write('warn', { event: 'job-refused', job, code: nameOf(error) });
    });
  };
}
