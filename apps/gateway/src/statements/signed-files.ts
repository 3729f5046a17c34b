import { Injectable } from '@nestjs/common';
import { signedText } from '#contracts/carried-statement';
import { Database } from '#platform/database';
import { textFile, type StaticFile } from '#server/courier/static-files';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

const TYPES: Readonly<Record<string, string>> = {
  '/signed/relay-key.json': 'relay-key', '/signed/directory.json': 'directory',
  '/signed/log.json': 'terms-log',
};
/** Not for longer: whoever finds that nothing opens any more needs the newest key. */
const SECONDS = 5;

/** What the vault signed for everybody, as files; the text of a body as it was signed. */
@Injectable()
export class SignedFiles {
  private readonly made =
    new Map<string, { signature: string; file: Promise<StaticFile | undefined> }>();

  constructor(
    private readonly db: Database, private readonly store: StatementsStore,
    private readonly verifier: VaultVerifier,
  ) {}

  /** A file by its path; undefined while the vault has published nothing of this kind. */
  async find(path: string): Promise<StaticFile | undefined> {
    const type = TYPES[path];
    if (type === undefined) return undefined;
    const signature = await this.db.read('signed-file', (tx) => this.store.signatureOf(tx, type));
    if (signature === null) return undefined;
    const known = this.made.get(path);
    if (known?.signature === signature) return known.file;
    const file = this.make(type);
    this.made.set(path, { signature, file });
    file.catch(() => { this.made.delete(path); });
    return file;
  }

  /** Undefined where an earlier key of the vault signed what stands: its next comes in a moment. */
  private async make(type: string): Promise<StaticFile | undefined> {
    const statement = await this.db.read('read-signed-file', (tx) => this.store.find(tx, type));
    if (!statement) throw new Error('a statement is never taken back');
    if (!await this.verifier.isOurs(statement)) return undefined;
    const body = signedText(statement.body);
    const text = JSON.stringify({ type, body, signature: statement.signature });
    return textFile('application/json; charset=utf-8', text, SECONDS);
  }
}
