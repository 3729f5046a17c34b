import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { textFile, type StaticFile } from '#server/courier/static-files';
import { StatementsStore } from './statements.store.ts';

/** Each file: the statement that it is, and for how long whoever is between may keep it. */
const KINDS: Readonly<Record<string, { readonly type: string; readonly seconds: number }>> = {
  // Whoever finds that nothing opens asks anew, and then needs the newest.
  '/signed/relay-key.json': { type: 'relay-key', seconds: 5 },
  '/signed/directory.json': { type: 'directory', seconds: 60 },
};

/** What the vault signed for everybody, as files; the text of a body as it was signed. */
@Injectable()
export class SignedFiles {
  private readonly made = new Map<string, { signature: string; file: Promise<StaticFile> }>();

  constructor(private readonly db: Database, private readonly store: StatementsStore) {}

  /** A file by its path; undefined while the vault has published nothing of this kind. */
  async find(path: string): Promise<StaticFile | undefined> {
    const kind = KINDS[path];
    if (!kind) return undefined;
    const signature = await this.db.read('signed-file', (tx) =>
      this.store.signatureOf(tx, kind.type));
    if (signature === null) return undefined;
    const known = this.made.get(path);
    if (known?.signature === signature) return known.file;
    const file = this.make(kind);
    this.made.set(path, { signature, file });
    file.catch(() => { this.made.delete(path); });
    return file;
  }

  private async make({ type, seconds }: { type: string; seconds: number }): Promise<StaticFile> {
    const statement = await this.db.read('read-signed-file', (tx) => this.store.find(tx, type));
    if (!statement) throw new Error('a statement is never taken back');
    const body = Buffer.from(statement.body, 'base64url').toString('utf8');
    const text = JSON.stringify({ type, body, signature: statement.signature });
    return textFile('application/json; charset=utf-8', text, seconds);
  }
}
