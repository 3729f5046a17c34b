/** Secrets of the gateway's domain. */
export const GATEWAY_SECRETS = [
  'SESSION_KEY',
  'GATEWAY_KEK',
  'MEMBER_PEPPER',
  'CODE_SECRET',
  'GATEWAY_OPERATOR_TOKEN',
  'COURIER_SECRET',
  'GATEWAY_TREATY_SEED',
] as const;

/** Secrets of the vault's domain. */
export const WORKER_SECRETS = [
  'VAULT_SIGNING_SEED',
  'VAULT_KEK',
  'VAULT_OPERATOR_TOKEN',
  'VAULT_TREATY_SEED',
] as const;
