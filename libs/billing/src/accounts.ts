import { isCurrency, type Currency } from './money.ts';

/** What an account counts: minor units of a currency, or SES, the session credit. */
export type Unit = Currency | 'SES';

/** The side on which an account grows: what we have or are owed, or what we owe or have earned. */
type Side = 'debit' | 'credit';

interface Family {
  readonly side: Side;
  /** Lowest balance in the account's own direction; null: none, it may fall below zero. */
  readonly floor: bigint | null;
  /** What stands here waits for its second phase and leaves only by resolving the entry. */
  readonly holding: boolean;
}

const grows = (side: Side, floor: bigint | null, holding = false): Family =>
  Object.freeze({ side, floor, holding });

/** The gateway's book: employers and their money, nothing about care. */
const GATEWAY = {
  'ar:employer': grows('debit', 0n),
  'cash:card': grows('debit', null),
  'cash:bank': grows('debit', null),
  'suspense': grows('credit', 0n),
  'unfunded:employer': grows('credit', 0n),
  'prepaid:employer': grows('credit', 0n),
  'flat:employer': grows('credit', 0n),
  'tax': grows('credit', null),
  'fees': grows('debit', null),
  'refunds-payable': grows('credit', 0n),
  'chargeback-loss': grows('debit', null),
  'settled:employer': grows('credit', 0n),
} as const satisfies Record<string, Family>;

/** The vault's book: care and its money, nothing about persons. */
const VAULT = {
  'funding:programme': grows('debit', null),
  'fund:programme': grows('credit', 0n),
  'overdraft:programme': grows('debit', 0n),
  'hold:programme': grows('credit', 0n, true),
  'delivered:programme': grows('credit', 0n),
  'released:programme': grows('credit', 0n),
  'payable:provider': grows('credit', 0n),
  'payout-in-flight': grows('credit', 0n, true),
  'cash:payouts': grows('debit', null),
  'platform-revenue': grows('credit', 0n),
  'flat-care': grows('credit', null),
} as const satisfies Record<string, Family>;

/** A family of accounts in the gateway's book. */
export type GatewayFamily = keyof typeof GATEWAY;
/** A family of accounts in the vault's book. */
export type VaultFamily = keyof typeof VAULT;

/** One account: its code names it within its book, the rest is how the ledger must keep it. */
export interface Account extends Family {
  readonly book: 'gateway' | 'vault';
  /** `family/owner/unit`, for example `fund:programme/6f1c…/EUR`; no owner: `fees/-/EUR`. */
  readonly code: string;
  readonly unit: Unit;
}

/** Why something is not an account: our own bug, so it is thrown. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code = 'ACCOUNT_INVALID';
}

const OWNER = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * An account of the gateway's book. The owner is the id of an employer for the families that end
 * in `:employer` and null for the others. Throws AccountError when it is not so.
 */
export function gatewayAccount(family: GatewayFamily, owner: string | null, unit: Unit): Account {
  return account('gateway', family, GATEWAY[family], owner, unit);
}

/**
 * An account of the vault's book. The owner is the random id of a programme or a provider for the
 * families that end in `:programme` or `:provider`, of a provider for `payout-in-flight`, and null
 * for the others. Throws AccountError when it is not so.
 */
export function vaultAccount(family: VaultFamily, owner: string | null, unit: Unit): Account {
  return account('vault', family, VAULT[family], owner, unit);
}

function account(
  book: Account['book'], family: string, rules: Family | undefined, owner: string | null,
  unit: Unit,
): Account {
  if (!rules) throw new AccountError('this book has no such account');
  if (unit !== 'SES' && !isCurrency(unit)) throw new AccountError('this unit is not counted');
  const owned = /:(employer|programme|provider)$|^payout-in-flight$/.test(family);
  if (owned !== (owner !== null)) {
    throw new AccountError(`${family} ${owned ? 'needs an owner' : 'has no owner'}`);
  }
  if (owner !== null && !OWNER.test(owner)) throw new AccountError('an owner is an id');
  return Object.freeze({ ...rules, book, unit, code: `${family}/${owner ?? '-'}/${unit}` });
}

/**
 * Arguments of the SQL function `ledger_open`, which opens accounts that are not open yet.
 * `ids` gives each new account its random id (UUID version 4).
 */
export function openingItems(accounts: readonly Account[], newId: () => string): string {
  return JSON.stringify(accounts.map(({ code, unit, side, floor, holding }) => ({
    id: newId(), code, unit, side, floor: floor === null ? null : floor.toString(), holding,
  })));
}
