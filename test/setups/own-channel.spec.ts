import { ownChannel } from '../../scripts/own-channel.ts';

type Listener = (message: string) => void;

/** As jest's runner has it: whoever asks is answered for all that listen, and all are forgotten. */
function sharedChannel() {
  const listeners = new Set<Listener>();
  return {
    onMessage: (listener: Listener) => { listeners.add(listener); },
    postMessage: (_: string) => {
      for (const listener of listeners) listener('settings');
      listeners.clear();
    },
  };
}

it('every worker is answered when it asks, also one that asks late, or again', () => {
  const shared = sharedChannel();
  const heard: string[] = [];
  const workers = ['first', 'second'].map((name) => {
    const channel = ownChannel(shared);
    channel.onMessage((message: string) => { heard.push(`${name}: ${message}`); });
    return channel;
  });
  for (const worker of workers) worker.postMessage('what are the settings?');
  expect(heard).toEqual(['first: settings', 'second: settings']);
  workers[0]?.postMessage('what are the settings?');
  expect(heard).toHaveLength(3);
});
