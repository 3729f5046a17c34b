import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import {
  DataSource, DefaultNamingStrategy, getMetadataArgsStorage, QueryFailedError,
} from 'typeorm';
import type { EntityManager, QueryRunner } from 'typeorm';
import { expectOwnSession } from './own-session.ts';
import { DatabaseUnavailable, failureOf, unreachable } from './unavailable.ts';

/** A transaction in progress. Stores take it first: `tx.query(sql, parameters)`. */
export type Tx = EntityManager;

/** Thrown by a transaction's body which lost a race and wants to be run again from its start. */
export class RetryTransaction extends Error {
  override readonly name = 'RetryTransaction';
}

/** How a database is opened. */
export interface DatabaseOptions {
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** A statement that runs longer is cancelled; 15 s by default. */
  readonly statementTimeoutMs?: number;
  /** One that waits longer for a lock of others' is; 2 s by default: they may never let go. */
  readonly lockTimeoutMs?: number;
  /** A transaction that asks for nothing as long is ended, and its locks with it; 20 s. */
  readonly idleTimeoutMs?: number;
  /** Hears each transaction's name, duration and attempts, never its statements or values. */
  readonly onTransaction?: (name: string, ms: number, attempts: number) => void;
}

const ATTEMPTS = 5;
/** serialization_failure and deadlock_detected: PostgreSQL asks for the transaction to be rerun. */
const RETRIED = new Set(['40001', '40P01']);
/** Connection exceptions (class 08) and shutdowns (57P0x): the server went away. */
const GONE = /^(08|57P0)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const GONE_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered/;
/** lock_not_available, query_canceled, and what is ended for being idle or too long. */
const TIMED_OUT = new Set(['55P03', '57014', '25P03', '25P04', '57P05']);
/** It reads, and cannot write: a standby, or a disk that is full (25006, class 53). */
const SHUT = /^(25006|53100|53200|53400)$/;
/** TypeORM lets a runner go whose connection dropped between two statements of a transaction. */
const DROPPED = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** A kind of transaction: how it begins and ends. */
interface Kind {
  begin(runner: QueryRunner): Promise<unknown>;
  commit(runner: QueryRunner): Promise<unknown>;
  rollBack(runner: QueryRunner): Promise<unknown>;
}

/** TypeORM's own, of READ COMMITTED: it locks rows of entities in none but its own. */
const WRITING: Kind = {
  begin: (runner) => runner.startTransaction(),
  commit: (runner) => runner.commitTransaction(),
  rollBack: (runner) => runner.rollbackTransaction(),
};
/** One snapshot, begun in one statement, which TypeORM would take two for. */
const READING: Kind = {
  begin: (runner) =>
    runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY'),
  commit: (runner) => runner.query('COMMIT'),
  rollBack: (runner) => runner.query('ROLLBACK'),
};

/** Columns are called as properties are, in snake case. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom || property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

/** One PostgreSQL database behind a pool: named transactions, and nothing else. */
export class Database {
  constructor(
    private readonly source: DataSource,
    private readonly onTransaction: DatabaseOptions['onTransaction'] = undefined,
  ) {}

  /**
   * Run `work` in one READ COMMITTED transaction. The body must be repeatable: it is run again,
   * up to five times with a jittered pause, after a serialisation failure, a deadlock, or
   * RetryTransaction. Side effects outside the database go through the outbox.
   *
   * @throws DatabaseUnavailable when the server is away, or a limit of the pool has passed (on a
   *   lock, a statement, an idle transaction): nothing was done, and another try may go through;
   *   whatever `work` throws otherwise.
   */
  transaction<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(name, () => this.once(WRITING, work));
  }

  /**
   * As `transaction`, for a body of one statement: that is a transaction by itself, so it is asked
   * for in one way there and back instead of three.
   */
  statement<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(name, () => this.once(undefined, work));
  }

  /** As `transaction`, for reading only: one snapshot for all statements, and no write passes. */
  read<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(name, () => this.once(READING, work));
  }

  /** Close the pool; transactions in progress are waited for. */
  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async run<T>(name: string, once: () => Promise<T>): Promise<T> {
    const started = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await once();
        this.onTransaction?.(name, Math.round(performance.now() - started), attempt);
        return result;
      } catch (error) {
        if (!isRetried(error) || attempt === ATTEMPTS) throw withoutValues(error, name);
      }
      await pause(randomInt(1, 2 ** attempt * 8));
    }
  }

  private async once<T>(kind: Kind | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    let lost: Error | undefined;
    const note = (error: Error) => (lost ??= error);
    let client: PoolClient | undefined;
    try {
      client = await runner.connect() as PoolClient;
      client.on('error', note);
      if (kind) await kind.begin(runner);
      const result = await work(runner.manager);
      if (kind) await kind.commit(runner);
      return result;
    } catch (error) {
      if (kind) await rollBack(runner, kind);
      // Why the server ended the connection says more than that it is gone.
      throw lost ?? error;
    } finally {
      client?.off('error', note);
      await runner.release();
    }
  }
}

/**
 * Open a pool on a PostgreSQL database, proving that it answers.
 *
 * @throws DatabaseUnavailable with one line (host, port, database, reason; no credentials).
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url,
    synchronize: false,
    namingStrategy: new SnakeCase(),
    // Classes of rows of all features that are loaded: a feature's rows need no second list.
    entities: getMetadataArgsStorage().tables.map(({ target }) => target as () => unknown),
    logging: false,
    installExtensions: false,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: 5_000,
    // An idle connection that drops is replaced by the pool at the next use: nothing to report.
    poolErrorHandler: () => undefined,
    extra: {
      keepAlive: true,
      idleTimeoutMillis: 30_000,
      options: sessionOptions(options),
    },
  });
  try {
    await source.initialize();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    await expectOwnSession(url);
  } catch (error) {
    await source.destroy();
    throw error;
  }
  return new Database(source, options.onTransaction);
}

/** Set per connection at its start: a query after connecting would race with the first user. */
function sessionOptions(
  { statementTimeoutMs = 15_000, lockTimeoutMs = 2_000, idleTimeoutMs = 20_000 }: DatabaseOptions,
): string {
  return [
    '-c search_path=public',
    `-c statement_timeout=${statementTimeoutMs}`,
    `-c idle_in_transaction_session_timeout=${idleTimeoutMs}`,
    `-c lock_timeout=${lockTimeoutMs}`,
    '-c TimeZone=UTC',
  ].join(' ');
}

async function rollBack(runner: QueryRunner, kind: Kind): Promise<void> {
  try {
    await kind.rollBack(runner);
  } catch {
    // The connection is gone, and the transaction with it. The first error is the one to tell.
  }
}

function isRetried(error: unknown): boolean {
  return error instanceof RetryTransaction || RETRIED.has(failureOf(error).code ?? '');
}

/**
 * An error fit for a log: TypeORM and PostgreSQL attach the statement's parameters and the
 * conflicting key's value, which can be a credit, a pseudonym or a text somebody wrote.
 */
function withoutValues(error: unknown, name: string): unknown {
  // Told already, by whom it was met first: the queue may be away while the database is there.
  if (error instanceof DatabaseUnavailable) return error;
  const { code, message } = failureOf(error);
  if (TIMED_OUT.has(code ?? '')) {
    return new DatabaseUnavailable(`A limit on waiting has passed during ${name} (${code}).`, code);
  }
  if (DROPPED.test((error as Error).name) || GONE.test(code ?? '') || GONE_MESSAGE.test(message)) {
    return new DatabaseUnavailable(`The database went away during ${name} (${code ?? message}).`, code);
  }
  if (SHUT.test(code ?? '')) {
    return new DatabaseUnavailable(`The database cannot be written to during ${name} (${code}).`);
  }
  if (!(error instanceof QueryFailedError)) return error;
  for (const holder of [error, error.driverError] as Partial<Record<string, unknown>>[]) {
    delete holder['parameters'];
    delete holder['detail'];
    delete holder['where'];
    delete holder['query'];
    delete holder['internalQuery'];
  }
  return error;
}

/** Whether an error is a unique violation (23505) of the named index. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === '23505' && constraint === index;
}
