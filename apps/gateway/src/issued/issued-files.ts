import { etagOf, type FindFile } from '#server/courier/static-files';
import { FILE_SECONDS, type IssuedBatches } from './issued.service.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const NAME = /^\/issued\/(0|[1-9]\d?)-(0|[1-9]\d{0,7})$/;

/**
 * Issued batches as files: `/issued` says how many bits name one now, `/issued/4-11` is one.
 *
 * @param issued looked up when it is asked for: the routes are there before it.
 */
export function issuedFiles(issued: () => IssuedBatches): FindFile {
  return async (path) => {
    if (path === '/issued') {
      const bytes = Buffer.from(JSON.stringify({ bits: await issued().bits() }));
      return { type: JSON_TYPE, bytes, etag: etagOf(bytes), seconds: FILE_SECONDS };
    }
    const [, bits, bucket] = NAME.exec(path) ?? [];
    const file = bits === undefined ? undefined
      : await issued().file(Number(bucket), Number(bits));
    return file && { ...file, type: 'application/octet-stream', seconds: FILE_SECONDS };
  };
}
