import { secondsLeft } from '#server/courier/minutes';
import type { FindFile } from '#server/courier/static-files';
import type { IssuedBatches } from './issued.service.ts';

const NAME = /^\/issued\/(0|[1-9]\d?)-(0|[1-9]\d{0,7})$/;

/**
 * Issued batches as files: `/issued/4-11` is one. How many bits name them the vault says, signed.
 *
 * @param issued looked up when it is asked for: the routes are there before it.
 * @param now the moment, as files go by it.
 */
export function issuedFiles(issued: () => IssuedBatches, now: () => Date): FindFile {
  return async (path) => {
    const [, bits, bucket] = NAME.exec(path) ?? [];
    const file = bits === undefined ? undefined
      : await issued().file(Number(bucket), Number(bits));
    return file && { ...file, type: 'application/octet-stream', seconds: secondsLeft(now()) };
  };
}
