import { OneTab } from '../../ui/one-tab.ts';

/** Two tabs that write would each undo what the other noted: a credit could be offered twice. */
export const oneTab = new OneTab('app');
