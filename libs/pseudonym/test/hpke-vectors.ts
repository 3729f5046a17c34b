import * as node from 'node:crypto';
import type { HpkeContext } from '../src/hpke.ts';
import { nodePrimitives, webPrimitives } from '../src/hpke.primitives.ts';
import { vectors } from './specimens.ts';

/** A mode's vectors of RFC 9180, appendix A.1: all values in hex. */
export interface HpkeVectors {
  readonly setup: Record<string, string>;
  readonly encryptions: { pt: string; aad: string; ct: string; sequence: number }[];
  readonly exports: { context: string; length: number; value: string }[];
}

/** The vectors of a mode, by their file. */
export const hpkeVectors = (name: string): HpkeVectors => vectors<HpkeVectors>(name);

/** Whose X25519 and AES-GCM are tried. */
export const PLATFORMS = [
  { platform: 'Node', primitives: nodePrimitives(node) },
  { platform: 'WebCrypto', primitives: webPrimitives },
];

/** The bytes of hex digits. */
export const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
/** Bytes in hex digits. */
export const hex = (view: ArrayBuffer | Uint8Array) =>
  Buffer.from(new Uint8Array(view)).toString('hex');

/** Both sides give the ciphertexts and exported values; what is sealed between them opens too. */
export async function expectVectors(
  { encryptions, exports }: HpkeVectors, sender: HpkeContext, receiver: HpkeContext,
): Promise<void> {
  const bySequence = new Map(encryptions.map((one) => [one.sequence, one]));
  for (let sequence = 0; sequence <= 256; sequence += 1) {
    const { pt, aad, ct } = bySequence.get(sequence) ?? { pt: '', aad: '', ct: null };
    const sealed = await sender.seal(bytes(aad), bytes(pt));
    if (ct) expect(hex(sealed)).toBe(ct);
    expect(hex(await receiver.open(bytes(aad), sealed))).toBe(pt);
  }
  for (const { context, length, value } of exports) {
    expect(hex(sender.export(bytes(context), length))).toBe(value);
    expect(hex(receiver.export(bytes(context), length))).toBe(value);
  }
}
