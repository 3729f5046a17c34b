/** Over which a worker asks jest for its settings. */
interface Channel {
  onMessage(listener: (message: string) => void): void;
  postMessage(message: string): void;
}

/**
 * A channel between jest and one of its workers. Its runner has one for all: the first that asks is
 * answered for everybody, and who is not there yet to hear it asks in vain later, for ever.
 *
 * @param shared The channel of all: it answers whoever listens, and forgets who listened.
 */
export function ownChannel(shared: Channel): Channel {
  let own: (message: string) => void = () => undefined;
  return {
    onMessage: (listener) => { own = listener; },
    postMessage: (message) => {
      shared.onMessage(own);
      shared.postMessage(message);
    },
  };
}
