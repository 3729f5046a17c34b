import { claimCredits } from '#wallet/claim';
import { restoreWallet } from '#wallet/restore';
import type { Wallet } from '#wallet/wallet';
import type { WalletScene } from './wallets.ts';

/** Wallets with letters for which nothing was issued. */

interface Unissued {
  readonly phrase: string;
  readonly wallet: Wallet;
}

/** Somebody who has claimed her letter, and closed the page before anything was asked for. */
export async function endedEarly(scene: WalletScene): Promise<Unissued> {
  const { phrase, wallet } = await scene.wallet();
  const stop = new AbortController();
  await claimCredits(wallet, scene.nextCode(), {
    signal: stop.signal, onStep: (step) => { if (step === 'blind') stop.abort(); },
  }).catch((error: unknown) => { if (!stop.signal.aborted) throw error; });
  expect(wallet.content.credits).toEqual([]);
  return { phrase, wallet };
}

/** Somebody who has her credits, and has entered a second letter of the same period. */
export async function claimedTwice(scene: WalletScene): Promise<Unissued> {
  const { phrase, wallet } = await scene.wallet();
  const codes = [scene.nextCode(), scene.nextCode()];
  for (const code of [...codes, ...codes]) {
    expect(await claimCredits(wallet, code)).toEqual({ kind: 'issued', sessions: 3 });
  }
  expect(wallet.content.letters.map(({ j }) => j)).toEqual([0, 1]);
  const restored = await restoreWallet((await scene.wallet()).device.ports, phrase);
  expect(restored.unfinished).toBe(false);
  return { phrase, wallet };
}
