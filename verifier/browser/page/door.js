// What can be called from outside.

const mine = Object.freeze({ going: () => goingTo, document: document_, capture, glimpse, locate, reach, there, rest, change, invalid, aboutToSend, pick, toggled, handleFor, shown,
  boxes: (indices, name) => (name === document_ ? indices.filter((i) => held[i]?.isConnected).map((i) => boxOf(held[i])) : []) });
Object.defineProperty(window, key, { value: mine, enumerable: false, configurable: false, writable: false });
