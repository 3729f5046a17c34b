import type { LoggerService } from '@nestjs/common';
import { destination, pino } from 'pino';
import type { DestinationStream } from 'pino';

/**
 * Everything a log line may hold. There is no field for a text, an address, a person, a body or an
 * id: what is not in this list cannot be logged, because the logger takes nothing else.
 */
export interface LogFields {
  /** What happened, a constant such as `job-failed`. */
  readonly event: string;
  /** The name of a job's contract. */
  readonly job?: string;
  /** The name of a transaction, of a part, or of a GraphQL operation of ours. */
  readonly name?: string;
  readonly count?: number;
  readonly ms?: number;
  /** An error's name and code (`QueryFailedError 23505`), never its message. */
  readonly code?: string;
  readonly attempt?: number;
  /** A port that we listen on, or a process of ours. */
  readonly port?: number;
  readonly pid?: number;
}

/** How serious a line is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A log that can hold no personal data. */
export interface Log {
  write(level: LogLevel, fields: LogFields): void;
}

const NUMBERS = ['count', 'ms', 'attempt', 'port', 'pid'] as const;
const WORDS = ['event', 'job', 'name', 'code'] as const;
/** A word of ours: constants and names, at most four, or an SQLSTATE; nothing that people write. */
const WORD = /^([A-Za-z][\w.:-]{0,60}( [\w.:-]{1,40}){0,3}|[0-9A-Z]{5})$/;

/**
 * The log of a process, as JSON lines on stderr (or on `stream`). No host name, no process id of a
 * caller; times are to the second, since finer ones would help to join two domains' logs.
 */
export function openLog(level: string, part: string, stream?: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: { part },
      timestamp: () => `,"time":"${new Date().toISOString().slice(0, 19)}Z"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream ?? destination({ fd: 2, sync: true }),
  );
  return { write: (at, fields) => logger[at](allowed(fields)) };
}

/** A log for tests and for tools: nothing is written. */
export const silentLog: Log = { write: () => undefined };

/**
 * Nest's messages as events: the class that speaks is kept, what it says is not, because an
 * exception's text can quote a request. Its exceptions handler is not heard at all: it speaks of
 * every refusal, and the apps tell of their own faults where they answer.
 */
export function nestLogger(log: Log): LoggerService {
  const speak = (level: LogLevel) => (_message: unknown, ...rest: unknown[]) => {
    const context = rest.at(-1);
    if (context === EXCEPTIONS) return;
    log.write(level, { event: 'nest', ...(typeof context === 'string' ? { name: context } : {}) });
  };
  return {
    log: speak('debug'),
    debug: speak('debug'),
    verbose: speak('debug'),
    warn: speak('warn'),
    error: speak('error'),
    fatal: speak('fatal'),
  };
}

const EXCEPTIONS = 'ExceptionsHandler';

/** Only the listed fields, and of texts only those that look like our own words. */
function allowed(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const key of NUMBERS) {
    const value: unknown = fields[key];
    if (typeof value === 'number' && Number.isFinite(value)) kept[key] = value;
  }
  for (const key of WORDS) {
    const value: unknown = fields[key];
    if (typeof value !== 'string') continue;
    kept[key] = WORD.test(value) ? value : 'unfit';
  }
  return kept;
}
