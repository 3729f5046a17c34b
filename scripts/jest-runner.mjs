/**
 * jest-light-runner, always in processes beside jest's own: it would run a single worker's specs
 * within jest, the gateway's and the vault's in one process. So there are two workers at least.
 */
import { createRunner } from 'jest-light-runner';
import Tinypool from 'tinypool';
import { ownChannel } from './own-channel.ts';

const { run } = Tinypool.prototype;
Tinypool.prototype.run = function runOverOwnChannel(task, options) {
  const channel = options?.channel && ownChannel(options.channel);
  return run.call(this, task, channel ? { ...options, channel } : options);
};

export default class extends createRunner({ runtime: 'child_process' }) {
  constructor(globalConfig, ...rest) {
    super({ ...globalConfig, maxWorkers: Math.max(2, globalConfig.maxWorkers) }, ...rest);
  }
}
