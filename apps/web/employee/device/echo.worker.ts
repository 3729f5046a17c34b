/* Says what it is told: whether workers work is tried with it. */

addEventListener('message', ({ data }: MessageEvent<string>) => { postMessage(data); });
