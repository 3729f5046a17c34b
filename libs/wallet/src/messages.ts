import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { clientKeys, keyNews, readChain } from '#messages/keyring';
import {
  lookedAt, Messenger, newMailbox, threadOf, unreadIn, withoutUnsent, type Answer, type Mailbox,
  type MailboxPorts, type Unsent,
} from '#messages/mailbox';
import { faultsOf, wordsOf, type Sides, type ThreadFault, type Words } from '#messages/thread';
import { caseDoor } from './care.ts';
import type { KeysRefused, SeenKeys } from './content.ts';
import {
  OfferKeyDocument, OwnMessagesDocument, TherapistKeysDocument, WriteToTherapistDocument,
  type CareFragment, type WriteToTherapistMutation,
} from './gql/vault/graphql.ts';
import { GENERATION, type Wallet } from './wallet.ts';

/*
 * What a client and her therapists write to each other. Keys of a therapist are taken once they are
 * in her chain and the signed directory names them; what is not so is refused by name.
 */

type Referral = CareFragment['referrals'][number];

/** What is not as it should be with a thread, to be said to the person. */
export type MessagesFault = ThreadFault | KeysRefused
  /** The vault keeps another key for her than her wallet's. */
  | 'other-key';

/** A thread, as a page shows it. */
export interface OwnThread {
  readonly referral: Referral;
  readonly words: readonly Words[];
  /** Words that are kept here and not sent yet. */
  readonly waiting: readonly string[];
  /** Words that the vault refused, each with why: they are hers again. */
  readonly unsent: readonly Unsent[];
  readonly unread: number;
  /** Whether her therapist has keys that can be written to. */
  readonly canBeWritten: boolean;
  readonly faults: readonly MessagesFault[];
}

const messengers = new WeakMap<Wallet, Map<string, Messenger>>();

/** The threads with all therapists of the case that is in front. */
export async function ownThreads(wallet: Wallet): Promise<readonly OwnThread[]> {
  const { programme, care } = wallet;
  if (!programme || !care) return [];
  const mailbox = wallet.content.mailboxes?.[programme] ?? newMailbox();
  return Promise.all(care.referrals.map(async (referral) => {
    const thread = threadOf(mailbox, referral.id);
    const keys = wallet.content.therapistKeys?.[referral.provider.id];
    const own = await keysFor(wallet, programme, referral);
    const isOther = Boolean(referral.clientKey)
      && referral.clientKey !== bytesToHex(own.publicKey);
    return {
      referral, words: wordsOf(thread), unread: unreadIn(mailbox, referral.id),
      waiting: mailbox.outbox.filter(({ referralId }) => referralId === referral.id)
        .map(({ text }) => text),
      unsent: mailbox.unsent.filter(({ referralId }) => referralId === referral.id),
      canBeWritten: referral.status === 'open' && (keys?.reading.length ?? 0) > 0,
      faults: [...faultsOf(thread), ...(keys?.refused ? [keys.refused] : []),
        ...(isOther ? ['other-key' as const] : [])],
    };
  }));
}

/**
 * Put words to a therapist behind what is to be sent.
 *
 * @returns `too-long`: nothing is cut to fit; `no-keys`: she takes no messages yet.
 */
export async function writeTo(
  wallet: Wallet, referralId: string, text: string,
): Promise<'queued' | 'too-long' | 'no-keys'> {
  const { programme } = wallet;
  if (!programme) return 'no-keys';
  return (await messengerOf(wallet, programme)).queue(referralId, { kind: 'words', text });
}

/** Somebody has looked at a thread. */
export function lookAt(wallet: Wallet, referralId: string): Promise<void> {
  return changeOwn(wallet, (now) => lookedAt(now, referralId));
}

/** She took back what was refused in a thread. */
export function takeBackUnsent(wallet: Wallet, referralId: string): Promise<void> {
  return changeOwn(wallet, (now) => withoutUnsent(now, referralId));
}

/** Send what is to be sent, and read what is new. @throws Refusal */
export function exchangeMessages(wallet: Wallet): Promise<void> {
  return wallet.once('messages', async () => {
    const { programme, care } = wallet;
    if (!programme || !care) return;
    for (const referral of care.referrals.filter(({ status }) => status === 'open')) {
      await learnKeys(wallet, referral.provider.id);
      await offerKey(wallet, programme, referral);
    }
    const messenger = await messengerOf(wallet, programme);
    await messenger.send();
    await messenger.read();
  });
}

/** Take keys of a therapist that the directory names, if they go on from those that are known. */
async function learnKeys(wallet: Wallet, providerId: string): Promise<void> {
  const directory = await wallet.doors.directoryIfThere();
  if (!directory || directory.version < wallet.content.directoryVersion) return;
  const practice = directory.practices.find(({ id }) => id === providerId);
  const known = wallet.content.therapistKeys?.[providerId];
  const listed = practice?.keys;
  if (!listed || (known?.hash === listed && !known.refused)) return;
  const { therapistKeys: { versions } } = await wallet.doors.vault.ask(
    TherapistKeysDocument, { providerId });
  const chain = await readChain(providerId, versions.map(({ body, signature, vouch }) =>
    ({ body, signature, vouch: vouch ?? null })));
  const refused = chain ? refusedOf(listed, known?.hash ?? null, chain) : 'no-chain';
  const taken: SeenKeys = refused
    ? { hash: known?.hash ?? '', reading: known?.reading ?? [], refused }
    : { hash: listed, reading: (chain ?? []).map(({ reading }) => reading), refused: null };
  await wallet.change(({ therapistKeys }) => ({
    therapistKeys: { ...therapistKeys, [providerId]: taken } }));
}

function refusedOf(
  listed: string, pinned: string | null, chain: Parameters<typeof keyNews>[1],
): KeysRefused | null {
  if (chain.at(-1)?.hash !== listed) return 'not-listed';
  const news = keyNews(pinned || null, chain);
  return news === 'reset' || news === 'forked' ? news : null;
}

async function offerKey(wallet: Wallet, programme: string, referral: Referral): Promise<void> {
  if (referral.clientKey !== null) return;
  const { publicKey } = await keysFor(wallet, programme, referral);
  await caseDoor(wallet, programme).ask(OfferKeyDocument, { input: {
    referralId: referral.id, key: bytesToHex(publicKey) } });
}

function keysFor({ roots }: Wallet, programme: string, { provider }: Referral) {
  return clientKeys(roots, programme, provider.id, GENERATION);
}

async function messengerOf(wallet: Wallet, programme: string): Promise<Messenger> {
  // The name of this device is kept before anything is sealed under it.
  if (!wallet.content.mailboxes?.[programme]) {
    await changeMailbox(wallet, programme, (now) => now);
  }
  const own = messengers.get(wallet) ?? new Map<string, Messenger>();
  messengers.set(wallet, own);
  const messenger = own.get(programme) ?? new Messenger(portsOf(wallet, programme));
  own.set(programme, messenger);
  return messenger;
}

function portsOf(wallet: Wallet, programme: string): MailboxPorts {
  return {
    now: () => mailboxOf(wallet, programme),
    change: (change) => changeMailbox(wallet, programme, change),
    sidesOf: (referralId) => sidesOf(wallet, programme, referralId),
    read: async (after) => {
      const answer = await caseDoor(wallet, programme).ask(OwnMessagesDocument, { after });
      return answer.case.messages;
    },
    write: async (referralId, sealed) => {
      const { writeToTherapist } = await caseDoor(wallet, programme).ask(
        WriteToTherapistDocument, { input: { referralId, sealed } });
      return answerOf(writeToTherapist);
    },
  };
}

function answerOf(answer: WriteToTherapistMutation['writeToTherapist']): Answer {
  return answer.__typename === 'MessageKept' ? { kind: 'kept', message: answer.message }
    : { kind: 'refused', code: answer.code };
}

async function sidesOf(
  wallet: Wallet, programme: string, referralId: string,
): Promise<Sides | null> {
  const referral = wallet.care?.referrals.find(({ id }) => id === referralId);
  if (!referral) return null;
  const keys = wallet.content.therapistKeys?.[referral.provider.id];
  return { thread: referralId, own: await keysFor(wallet, programme, referral),
    others: (keys?.reading ?? []).map(hexToBytes) };
}

function mailboxOf({ content }: Wallet, programme: string): Mailbox {
  const mailbox = content.mailboxes?.[programme];
  if (!mailbox) throw new Error('a mailbox was used before it was kept');
  return mailbox;
}

function changeOwn(wallet: Wallet, change: (before: Mailbox) => Mailbox): Promise<void> {
  const { programme } = wallet;
  return programme ? changeMailbox(wallet, programme, change) : Promise.resolve();
}

function changeMailbox(
  wallet: Wallet, programme: string, change: (before: Mailbox) => Mailbox,
): Promise<void> {
  return wallet.change(({ mailboxes }) => ({ mailboxes: { ...mailboxes,
    [programme]: change(mailboxes?.[programme] ?? newMailbox()) } }));
}
