import { hexToBytes } from '@noble/hashes/utils.js';
import { keyringOf, signKeys, type Keyring } from '#messages/keyring';
import {
  Messenger, newMailbox, threadOf, type Delivered, type Mailbox, type MailboxPorts,
} from '#messages/mailbox';
import { wordsOf } from '#messages/thread';
import { newPhrase } from '#pseudonym/phrase';
import { written } from '#wallet/documents';
import type { VaultClient } from '#wallet/vault';

const PUBLISH = written<{ publishKeys: { __typename: string } }>(
  `mutation ($input: PublishKeysInput!) { publishKeys(input: $input) { __typename } }`);
const WRITE = written<{
  writeToClient: { __typename: string; message?: Delivered; code?: string } }>(
  `mutation ($input: WriteMessageInput!) { writeToClient(input: $input) { __typename
    ... on MessageKept { message { referralId place sealed sentOn } }
    ... on ThreadClosed { code } ... on TooManyToday { code } ... on ThreadFull { code } } }`);
const DESK = written<{ provider: { id: string; messages: Delivered[];
  referrals: { id: string; clientKey: string | null }[] } }>(
  `query ($after: Int!) { provider { id referrals { id clientKey }
    messages(after: $after) { referralId place sealed sentOn } } }`);

/** A therapist who reads and writes, with keys of her own. */
export class Desk implements MailboxPorts {
  readonly messenger = new Messenger(this);
  private mailbox: Mailbox = newMailbox();

  private constructor(
    /** Id of the therapist. */
    readonly id: string, private readonly door: VaultClient, private readonly keyring: Keyring,
  ) {}

  /** Publish keys of a therapist who is signed in and has none. */
  static async open(door: VaultClient): Promise<Desk> {
    const keyring = await keyringOf(newPhrase());
    const { provider: { id } } = await door.ask(DESK, { after: 0 });
    const { body, signature } = await signKeys(keyring, id, null);
    await door.ask(PUBLISH, { input: { body, signature } });
    return new Desk(id, door, keyring);
  }

  now = () => this.mailbox;
  change = (change: (before: Mailbox) => Mailbox) => {
    this.mailbox = change(this.mailbox);
    return Promise.resolve();
  };

  sidesOf = async (referralId: string) => {
    const { provider: { referrals } } = await this.door.ask(DESK, { after: 0 });
    const key = referrals.find(({ id }) => id === referralId)?.clientKey;
    return { thread: referralId, own: this.keyring.reading, others: key ? [hexToBytes(key)] : [] };
  };

  read = async (after: number) => (await this.door.ask(DESK, { after })).provider.messages;

  write = async (referralId: string, sealed: string) => {
    const { writeToClient: { message, code } } = await this.door.ask(
      WRITE, { input: { referralId, sealed } });
    return message ? { kind: 'kept', message } as const
      : { kind: 'refused', code: code ?? '' } as const;
  };

  /** All that was written to her and by her, by the referral. */
  async readAll(): Promise<{ referralId: string; texts: string[] }[]> {
    await this.messenger.read();
    return Object.entries(this.mailbox.threads).map(([referralId, thread]) =>
      ({ referralId, texts: wordsOf(thread).map(({ text }) => text) }));
  }

  /** Write to a client. */
  async answer(referralId: string, text: string): Promise<void> {
    await this.messenger.queue(referralId, { kind: 'words', text });
    await this.messenger.send();
  }

  thread = (referralId: string) => threadOf(this.mailbox, referralId);
}
