import { bucketName, bucketOf, LEAST_LENGTH } from '#pseudonym/issued-buckets';
import { ENTRY_LENGTH } from '#pseudonym/issued-batches';
import { Refusal } from './refusal.ts';
import { fetchRelayKey, type StatementPorts } from './relay-key.ts';
import { foreign } from './transport.ts';

const NOT_THERE = 404;

/**
 * Issued batches of everybody, in files that anybody may fetch without saying for whom. They are
 * fetched where a person brings a wallet back or enters a letter, and never by a clock: who serves
 * them could else be made to see when a page is open, and by the file whose.
 */
export class IssuedFiles {
  private bits: number | undefined;

  constructor(private readonly ports: StatementPorts) {}

  /**
   * The file that the batch of a claim key lies in. How many bits name it the vault has signed: the
   * gateway could name one for a single member.
   *
   * @throws Refusal `SMALL_FILE`, `NO_FILE`
   */
  async bucket(claimKey: Uint8Array): Promise<Uint8Array> {
    this.bits ??= await this.stated();
    const file = await this.file(claimKey, this.bits);
    if (file) return file;
    // Files were split since the statement was made that this page read.
    this.bits = await this.stated();
    const split = await this.file(claimKey, this.bits);
    if (split) return split;
    throw new Refusal('NO_FILE', 'The files that the vault names are not there.', { fate: 'read' });
  }

  private async stated(): Promise<number> {
    try {
      return (await fetchRelayKey(this.ports)).issuedBits;
    } catch (error) {
      throw error instanceof Refusal ? error.of('read') : error;
    }
  }

  private async file(claimKey: Uint8Array, bits: number): Promise<Uint8Array | null> {
    const { transport, clock } = this.ports;
    const path = `/issued/${bucketName(bucketOf(claimKey, bits), bits)}`;
    const answer = await transport({ method: 'GET', path });
    if (answer.status === NOT_THERE) return null;
    if (answer.status !== 200) throw foreign(answer, clock.now()).of('read');
    const bytes = await answer.bytes();
    if (bytes.length >= LEAST_LENGTH && bytes.length % ENTRY_LENGTH === 0) return bytes;
    throw new Refusal('SMALL_FILE', 'A file of issued batches is not as long as all are.',
      { fate: 'read' });
  }
}
