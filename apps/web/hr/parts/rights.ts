import type { HrRole } from '../gql/gateway/graphql.ts';

/**
 * The least role that each of the gateway's fields for HR is allowed to. A test holds it equal to
 * what the gateway itself goes by, so that no button is offered that would be refused.
 */
export const RIGHTS = {
  addPasskey: 'VIEWER', beginPasskey: 'VIEWER', removePasskey: 'VIEWER', renamePasskey: 'VIEWER',
  balance: 'VIEWER', beginSecondFactor: 'VIEWER', changePassword: 'VIEWER',
  confirmSecondFactor: 'VIEWER', me: 'VIEWER', programmes: 'VIEWER', renewRecoveryCodes: 'VIEWER',
  endOtherSignIns: 'VIEWER', endSignIn: 'VIEWER', session: 'VIEWER', signIns: 'VIEWER',
  signOut: 'VIEWER', switchOffSecondFactor: 'VIEWER', reports: 'VIEWER', accessFacts: 'VIEWER',
  foresight: 'BILLING', invoices: 'BILLING', previewPurchase: 'BILLING', purchaseCredits: 'BILLING',
  changeHrRole: 'ADMIN', checkHeadcounts: 'ADMIN', createProgramme: 'ADMIN', letterBatches: 'ADMIN',
  markHandedOut: 'ADMIN', orderLetters: 'ADMIN',
  inviteHrUser: 'ADMIN', openPeriod: 'ADMIN', previewYear: 'ADMIN',
  changeSessions: 'ADMIN', withdrawPeriod: 'ADMIN',
  removeHrUser: 'ADMIN', replaceHeadcounts: 'ADMIN',
  resetHrPassword: 'ADMIN', resetHrSecondFactor: 'ADMIN', revokeInvitation: 'ADMIN',
  team: 'ADMIN', teamActions: 'ADMIN',
} as const satisfies Record<string, HrRole>;

/** Something that HR can ask the gateway, by its field's name. */
export type Right = keyof typeof RIGHTS;

/** What a screen is for: whoever may not ask this has no use of it. */
export const SCREENS = {
  '/': 'balance', '/programme': 'programmes', '/letters': 'letterBatches',
  '/credits': 'purchaseCredits', '/invoices': 'invoices', '/usage': 'reports',
  '/team': 'team', '/activity': 'teamActions', '/account': 'session', '/unseen': 'session',
} as const satisfies Record<string, Right>;

/** The address of a screen. */
export type ScreenPath = keyof typeof SCREENS;

/** What ends with the contract: whatever changes more than one's own sign-in. */
export const ENDING: ReadonlySet<Right> = new Set([
  'purchaseCredits', 'changeHrRole', 'createProgramme', 'inviteHrUser', 'markHandedOut', 'openPeriod',
  'orderLetters', 'removeHrUser', 'changeSessions', 'withdrawPeriod',
  'replaceHeadcounts', 'resetHrPassword', 'resetHrSecondFactor', 'revokeInvitation',
]);

const RANKS: Record<HrRole, number> = { VIEWER: 1, BILLING: 2, ADMIN: 3 };

/** Whether a role may ask for a field; each role includes those before it. */
export function mayAsk(role: HrRole, right: Right, contractEnded = false): boolean {
  return RANKS[role] >= RANKS[RIGHTS[right]] && !(contractEnded && ENDING.has(right));
}
